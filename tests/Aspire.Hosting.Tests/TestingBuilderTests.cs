using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests;

/// <summary>An AppHost's own Main in the hands of a test.</summary>
public sealed class TestingBuilderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_app_host_runs_on_free_ports_with_data_of_its_own_that_is_deleted_with_it()
    {
        string store;
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Hosting_TestAppHost>(["--Replicas=2", "--Port=1"], Cancelled))
        {
            await using var app = await builder.BuildAsync(Cancelled);
            await app.StartAsync(Cancelled);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("front", Cancelled);

            using var client = app.CreateHttpClient("front");
            var environment = (await client.GetFromJsonAsync<Dictionary<string, string?>>("/environment", Cancelled))!;
            Assert.Equal(app.GetEndpoint("back", "grpc"), new Uri(environment["services__back__grpc__0"]!));
            Assert.True(environment.ContainsKey("services__back__http__1"));
            Assert.NotEqual(1, app.GetEndpoint("front").Port);
            Assert.Contains("Database=db", await app.GetConnectionStringAsync("db", Cancelled), StringComparison.Ordinal);
            store = app.Services.GetRequiredService<IAspireStore>().BasePath;
            Assert.True(Directory.Exists(Path.Combine(store, "data", "server", "pgdata")));
        }

        Assert.False(Directory.Exists(store));
    }

    [Fact]
    public async Task A_test_may_change_the_resources_before_the_application_is_built()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Hosting_TestAppHost>(["--Replicas=1"], Cancelled);
        foreach (var name in new[] { "front", "back" })
        {
            builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == name)).WithExplicitStart();
        }

        await using var app = await builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("db", Cancelled);

        Assert.True(app.ResourceNotifications.TryGetCurrentState(ResourceInstancesAnnotation.IdsOf(builder.Resources.Single(r => r.Name == "front")).Single(), out var front));
        Assert.Equal(KnownResourceStates.NotStarted, front.Snapshot.State?.Text);
    }

    [Fact]
    public async Task A_builder_that_is_never_built_lets_go_of_main() =>
        await (await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Hosting_TestAppHost>(Cancelled)).DisposeAsync();
}
