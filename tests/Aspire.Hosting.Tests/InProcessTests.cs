using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests;

/// <summary>Services that run in the process of their host.</summary>
public sealed class InProcessTests : IAsyncLifetime
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create("--AppHost:InProcess=true");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    [Fact]
    public async Task Each_replica_has_what_a_process_of_its_own_would_have_and_can_be_stopped_and_started_again()
    {
        var service = _builder.AddProject("svc", TestProjects.Service).WithReplicas(2).WithHttpHealthCheck("/health").WithEnvironment("Test__Value", "4=2").WithEnvironment("Logging__LogLevel__Default", "Information");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("svc", Cancelled);

        var seen = await Task.WhenAll(service.GetEndpoint("http").EndpointAnnotation.Replicas.Select(async replica =>
        {
            using var client = new HttpClient { BaseAddress = new(replica.UriString) };
            return (
                await client.GetFromJsonAsync<int>("/process", Cancelled),
                await client.GetStringAsync("/configuration/Test:Value", Cancelled),
                await client.GetStringAsync("/configuration/OTEL_SERVICE_NAME", Cancelled),
                await client.GetStringAsync("/configuration/contentRoot", Cancelled));
        }));
        var second = ResourceInstancesAnnotation.IdsOf(service.Resource).Last();
        var stopped = await app.ResourceCommands.ExecuteCommandAsync(second, KnownResourceCommands.StopCommand, Cancelled);
        var started = await app.ResourceCommands.ExecuteCommandAsync(second, KnownResourceCommands.StartCommand, Cancelled);

        Assert.All(seen, one => Assert.Equal((Environment.ProcessId, "4=2", "svc", Path.GetDirectoryName(Path.GetFullPath(TestProjects.Service))!), one));
        Assert.True(stopped.Success, stopped.Message);
        Assert.True(started.Success, started.Message);
        Assert.Contains(await LinesAsync(app, service), line => line.Contains("Now listening on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_whose_Main_fails_ends_alone_with_the_reason()
    {
        _builder.AddProject("bad", TestProjects.Service).WithHttpHealthCheck("/health").WithEnvironment("Test__Unhealthy", "perhaps");
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("bad", Cancelled));

        Assert.Contains("'bad' is Exited: it ended with exit code 1.", error.Message, StringComparison.Ordinal);
        Assert.Contains("'perhaps' at 'Test:Unhealthy'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(DistributedApplication app, IResourceBuilder<IResource> resource)
    {
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource.Resource))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }

        return lines;
    }

    private async Task<DistributedApplication> StartAsync()
    {
        var app = await _builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        return app;
    }
}
