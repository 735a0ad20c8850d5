using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Tests;

/// <summary>The engine with small real processes.</summary>
public sealed class EngineTests : IAsyncLifetime
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The processes of these tests are shell scripts.");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    [Fact]
    public async Task A_resource_starts_when_what_it_waits_for_is_healthy_and_not_before()
    {
        var healthy = false;
        var checks = 0;
        _builder.Services.AddHealthChecks().AddCheck("gate", () =>
        {
            Interlocked.Increment(ref checks);
            return Volatile.Read(ref healthy) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet");
        });
        var first = Shell("first", "sleep 600").WithHealthCheck("gate");
        Shell("second", "echo started; sleep 600").WaitFor(first);
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceAsync("first", KnownResourceStates.Running, Cancelled);
        await app.ResourceNotifications.WaitForResourceAsync("second", e => Volatile.Read(ref checks) >= 3 || e.Snapshot.State?.Text == KnownResourceStates.Waiting, Cancelled);
        var waiting = await app.ResourceNotifications.WaitForResourceAsync("second", e => WaitingFor(e) is ["first"], Cancelled);
        Volatile.Write(ref healthy, true);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("second", Cancelled);

        Assert.Equal(KnownResourceStates.Waiting, waiting.Snapshot.State?.Text);
    }

    [Fact]
    public async Task What_is_done_when_a_resource_is_ready_is_done_before_others_go_on()
    {
        var order = new List<string>();
        var first = Shell("first", "sleep 600").OnResourceReady((_, _, _) =>
        {
            order.Add("ready");
            return Task.CompletedTask;
        });
        Shell("second", "sleep 600").WaitFor(first).OnBeforeResourceStarted((_, _, _) =>
        {
            order.Add("second starts");
            return Task.CompletedTask;
        });
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("second", Cancelled);

        Assert.Equal(["ready", "second starts"], order);
    }

    [Fact]
    public async Task Who_waits_for_one_that_fails_is_told_its_exit_code_and_last_lines()
    {
        var failing = Shell("failing", "echo 'disk is full' >&2; exit 7");
        failing.WithHealthCheck("never");
        _builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        Shell("waiting", "sleep 600").WaitFor(failing);
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("waiting", Cancelled));

        Assert.Contains("'failing' is Exited: it ended with exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains("'waiting' is FailedToStart", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_fails_with_its_name()
    {
        _builder.AddExecutable("missing", "no-such-program", ".");
        await using var app = await StartAsync();

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("missing", Cancelled));

        Assert.Contains("'no-such-program' of 'missing' was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_waited_for_to_its_end_and_judged_by_its_exit_code()
    {
        var good = Shell("good", "exit 3");
        var bad = Shell("bad", "exit 4");
        Shell("after-good", "sleep 600").WaitForCompletion(good, exitCode: 3);
        Shell("after-bad", "sleep 600").WaitForCompletion(bad);
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("after-good", Cancelled);
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("after-bad", Cancelled));

        Assert.Contains("exit code 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_an_explicit_start_stays_out()
    {
        Shell("later", "sleep 600").WithExplicitStart();
        Shell("now", "sleep 600");
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("now", Cancelled);

        Assert.True(app.ResourceNotifications.TryGetCurrentState(IdOf("later"), out var later));
        Assert.Equal(KnownResourceStates.NotStarted, later.Snapshot.State?.Text);
    }

    [Fact]
    public async Task Every_line_that_a_process_writes_is_in_its_log_with_a_time_and_a_number()
    {
        var talker = Shell("talker", "echo one; echo two >&2; exit 0");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("talker", KnownResourceStates.Finished, Cancelled);

        var lines = new List<LogLine>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(talker.Resource))
        {
            lines.AddRange(batch);
        }

        Assert.Equal([1, 2], lines.Select(line => line.LineNumber));
        Assert.Equal(
            [("one", false), ("two", true)],
            lines.Select(line => (line.Content.Split(' ', 2)[1], line.IsErrorMessage)).Order());
        Assert.All(lines, line => DateTime.Parse(line.Content.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Stopping_asks_each_process_first_and_reaches_what_it_started_itself()
    {
        var parent = Shell("parent", "trap 'echo asked; exit 0' TERM; sleep 600 & echo child $!; while :; do sleep 0.1; done");
        await using var app = await StartAsync();
        var child = await LineAsync(app, parent, "child ");

        await app.StopAsync(Cancelled);

        await LineAsync(app, parent, "asked");
        await GoneAsync(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed()
    {
        var deaf = Shell("deaf", "trap '' TERM; echo child $$; while :; do sleep 0.1; done");
        await using var app = await StartAsync();
        var pid = await LineAsync(app, deaf, "child ");

        await app.StopAsync(Cancelled);

        await GoneAsync(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture));
        await LineAsync(app, deaf, "Killed: ");
    }

    [Fact]
    public async Task A_project_runs_its_build_output_in_its_folder_and_each_replica_answers_on_ports_of_its_own()
    {
        _builder.AddProject("svc", TestProjects.Service).WithReplicas(2).WithHttpHealthCheck("/health").WithArgs("--colour", "blue").WithEnvironment("TEST_VALUE", "42");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("svc", Cancelled);

        var instances = new List<string?>();
        foreach (var replica in Endpoint("svc", "http").Replicas)
        {
            using var client = new HttpClient { BaseAddress = new(replica.UriString) };
            var environment = (await client.GetFromJsonAsync<Dictionary<string, string?>>("/environment", Cancelled))!;
            Assert.Equal("42", environment["TEST_VALUE"]);
            Assert.Equal("svc", environment["OTEL_SERVICE_NAME"]);
            Assert.Equal(["--colour", "blue"], (await client.GetFromJsonAsync<string[]>("/arguments", Cancelled))!);
            instances.Add(environment["OTEL_RESOURCE_ATTRIBUTES"]);
        }

        Assert.Equal(2, instances.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_service_that_becomes_unhealthy_and_recovers_shows_both()
    {
        _builder.AddProject("svc", TestProjects.Service).WithHttpHealthCheck("/health").WithEnvironment("Test__Unhealthy", "true");
        await using var app = await StartAsync();
        var sick = await app.ResourceNotifications.WaitForResourceAsync("svc", e => e.Snapshot.HealthReports.Any(report => report.Description?.Contains("503", StringComparison.Ordinal) == true), Cancelled);

        using var client = app.CreateHttpClient("svc");
        using var answer = await client.PostAsync("/health/on", content: null, Cancelled);
        var well = await app.ResourceNotifications.WaitForResourceHealthyAsync("svc", Cancelled);

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (sick.Snapshot.HealthStatus, well.Snapshot.HealthStatus));
    }

    [Fact]
    public async Task A_real_database_is_made_and_handed_out()
    {
        var database = _builder.AddPostgres("server").AddDatabase("ledger");
        Shell("user", "echo $ConnectionStrings__ledger; sleep 600", "env_ok").WithReference(database).WaitFor(database);
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("user", Cancelled);

        await using var source = Npgsql.NpgsqlDataSource.Create((await app.GetConnectionStringAsync("ledger", Cancelled))!);
        await using var command = source.CreateCommand("SELECT current_database()");
        Assert.Equal("ledger", await command.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task A_real_redis_answers_and_is_handed_out()
    {
        Assert.SkipUnless(Arena.LocalServers.Redis.LocalRedis.IsInstalled, "This machine has no redis-server.");
        var redis = _builder.AddRedis("cache").WithDataVolume();
        Shell("user", "sleep 600").WithReference(redis, optional: true).WaitFor(redis);
        await using var app = await StartAsync();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("user", Cancelled);

        var address = await app.GetConnectionStringAsync("cache", Cancelled);
        Assert.Equal($"127.0.0.1:{Endpoint("cache", "tcp").AllocatedEndpoint!.Port}", address);
    }

    private static string[]? WaitingFor(ResourceEvent e) => e.Snapshot.Properties.FirstOrDefault(property => property.Name == "resource.waitingFor")?.Value as string[];

    /// <summary>The rest of the first line that starts like this.</summary>
    private static async Task<string> LineAsync(DistributedApplication app, IResourceBuilder<IResource> resource, string start)
    {
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource.Resource).WithCancellation(Cancelled))
        {
            foreach (var text in batch.Select(line => line.Content.Split(' ', 2)[1]).Where(text => text.StartsWith(start, StringComparison.Ordinal)))
            {
                return text[start.Length..];
            }
        }

        throw new Xunit.Sdk.XunitException($"'{resource.Resource.Name}' ended without a line that starts with '{start}'.");
    }

    private static async Task GoneAsync(int processId)
    {
        for (var attempt = 0; attempt < 50 && Processes.IsAlive(processId); attempt++)
        {
            await Task.Delay(100, Cancelled);
        }

        Assert.False(Processes.IsAlive(processId), $"Process {processId} is still there.");
    }

    private IResourceBuilder<ExecutableResource> Shell(string name, string script, params string[] arguments) =>
        _builder.AddExecutable(name, "sh", "/", ["-c", script, .. arguments]);

    private string IdOf(string name) => ResourceInstancesAnnotation.IdsOf(_builder.Resources.Single(resource => resource.Name == name)).Single();

    private EndpointAnnotation Endpoint(string resource, string endpoint) =>
        _builder.Resources.Single(candidate => candidate.Name == resource).Annotations.OfType<EndpointAnnotation>().Single(candidate => candidate.Name == endpoint);

    private async Task<DistributedApplication> StartAsync()
    {
        var app = await _builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        return app;
    }
}
