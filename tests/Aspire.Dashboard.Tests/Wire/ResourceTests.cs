using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Resource = Aspire.Hosting.Dashboard.Wire.Resource;

namespace Aspire.Dashboard.Tests.Wire;

/// <summary>What is told of resources.</summary>
public sealed class ResourceTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private readonly Stage _stage = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_resource_is_told_as_its_snapshot_says()
    {
        var node = _stage.Builder.AddResource(new Actor("node")).WithInitialState(new() { ResourceType = "Node", Properties = [], CreationTimeStamp = Start });
        _stage.Builder.AddResource(new Actor("model"))
            .WithParentRelationship(node)
            .WithIconName("Bot")
            .WithInitialState(new()
            {
                ResourceType = "Model",
                CreationTimeStamp = Start,
                StartTimeStamp = Start.AddSeconds(1),
                StopTimeStamp = Start.AddSeconds(2),
                State = new("Loading", "info"),
                ExitCode = 3,
                Properties =
                [
                    new("VRAM used MiB", 4096L),
                    new("Tags", new[] { "a", "b" }),
                    new("Token", "hidden") { IsSensitive = true },
                    new("executable.pid", 17),
                    new("resource.source", "sim-dune"),
                ],
                EnvironmentVariables = [new("NAME", "value", IsFromSpec: true), new("EMPTY", null, IsFromSpec: false)],
            });
        await _stage.StartAsync();
        await _stage.App.ResourceNotifications.PublishUpdateAsync(
            _stage.Builder.Resources.Single(resource => resource.Name == "model"),
            snapshot => snapshot with { Urls = [new("http", "http://127.0.0.1:1", IsInternal: false) { DisplayProperties = new("Door", 5) }, new(null, "http://127.0.0.1:2", IsInternal: true)] });

        var told = await _stage.SeeAsync("model", resource => resource.Urls.Count == 2);

        var expected = new Resource
        {
            Name = "model",
            Uid = "model",
            DisplayName = "model",
            ResourceType = "Model",
            State = "Loading",
            StateStyle = "info",
            CreatedAt = Timestamp.FromDateTime(Start),
            StartedAt = Timestamp.FromDateTime(Start.AddSeconds(1)),
            StoppedAt = Timestamp.FromDateTime(Start.AddSeconds(2)),
            IconName = "Bot",
            IconVariant = Hosting.Dashboard.Wire.IconVariant.Filled,
            Environment =
            {
                new EnvironmentVariable { Name = "NAME", Value = "value", IsFromSpec = true },
                new EnvironmentVariable { Name = "EMPTY", Value = "" },
            },
            Urls =
            {
                new Url { EndpointName = "http", FullUrl = "http://127.0.0.1:1", DisplayProperties = new() { DisplayName = "Door", SortOrder = 5 } },
                new Url { EndpointName = "", FullUrl = "http://127.0.0.1:2", IsInternal = true, DisplayProperties = new() },
            },
            Relationships = { new ResourceRelationship { ResourceName = "node", Type = "Parent" } },
            Properties =
            {
                new ResourceProperty { Name = "VRAM used MiB", Value = Value.ForNumber(4096), IsHighlighted = true, SortOrder = 0, IsSensitive = false },
                new ResourceProperty { Name = "Tags", Value = Value.ForList(Value.ForString("a"), Value.ForString("b")), IsHighlighted = true, SortOrder = 1, IsSensitive = false },
                new ResourceProperty { Name = "Token", Value = Value.ForString("hidden"), IsHighlighted = true, SortOrder = 2, IsSensitive = true },
                new ResourceProperty { Name = "executable.pid", DisplayName = "Process ID", Value = Value.ForNumber(17), IsHighlighted = true, SortOrder = 3, IsSensitive = false },
                new ResourceProperty { Name = "resource.source", Value = Value.ForString("sim-dune"), SortOrder = 4, IsSensitive = false },
                new ResourceProperty { Name = "resource.parentName", Value = Value.ForString("node"), SortOrder = 5, IsSensitive = false },
                new ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(3), SortOrder = 6, IsSensitive = false },
            },
        };
        Assert.Equal(expected.ToString(), told.ToString());
    }

    [Fact]
    public async Task The_first_message_has_all_resources_and_each_change_follows_whole()
    {
        var actor = _stage.Builder.AddResource(new Actor("actor")).WithInitialState(new() { ResourceType = "Actor", Properties = [], State = "Ready" });
        await _stage.StartAsync();
        using var call = _stage.Dashboard.WatchResources(new(), Stage.Headers, cancellationToken: Cancelled);
        Assert.True(await call.ResponseStream.MoveNext(Cancelled));
        Assert.Equal(["actor"], call.ResponseStream.Current.InitialData.Resources.Select(resource => resource.Name));

        await _stage.App.ResourceNotifications.PublishUpdateAsync(actor.Resource, snapshot => snapshot with { State = new("Broken", "error"), IsHidden = true });

        Resource? changed = null;
        while (changed?.State != "Broken" && await call.ResponseStream.MoveNext(Cancelled))
        {
            changed = call.ResponseStream.Current.Changes.Value.Last().Upsert;
        }

        Assert.Equal(("actor", "Actor", "Broken", "error", true), (changed!.Name, changed.ResourceType, changed.State, changed.StateStyle, changed.IsHidden));
    }

    [Fact]
    public async Task Replicas_share_the_name_that_people_read_and_their_telemetry_finds_them()
    {
        _stage.Builder.AddProject("web", Stage.ServiceProject).WithReplicas(2).WithHttpHealthCheck("/health");
        await _stage.StartAsync();
        await _stage.App.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);

        using var call = _stage.Dashboard.WatchResources(new(), Stage.Headers, cancellationToken: Cancelled);
        await call.ResponseStream.MoveNext(Cancelled);
        var replicas = call.ResponseStream.Current.InitialData.Resources.Where(resource => resource.DisplayName == "web").ToList();

        Assert.Equal(2, replicas.Select(replica => replica.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(replicas, replica =>
        {
            Assert.Equal(
                replica.Name,
                $"{Variable(replica, "OTEL_SERVICE_NAME")}-{Variable(replica, "OTEL_RESOURCE_ATTRIBUTES").Replace("service.instance.id=", "", StringComparison.Ordinal)}");
            Assert.Equal(Path.GetFullPath(Stage.ServiceProject), Path.GetFullPath(replica.Properties.Single(property => property.Name == "project.path").Value.StringValue));
            Assert.Equal(("Running", ""), (replica.State, replica.StateStyle));
            Assert.Equal(Hosting.Dashboard.Wire.HealthStatus.Healthy, Assert.Single(replica.HealthReports).Status);
            Assert.Equal(["http", "grpc"], replica.Urls.Select(url => url.EndpointName).OrderDescending(StringComparer.Ordinal));
            Assert.Equal(["start", "stop", "restart"], replica.Commands.Select(command => command.Name).Take(3));
        });
    }

    [Fact]
    public async Task Lines_of_a_log_come_with_their_time_and_number_and_what_is_wrong()
    {
        var actor = _stage.Builder.AddResource(new Actor("actor")).WithInitialState(new() { ResourceType = "Actor", Properties = [] });
        await _stage.StartAsync();
        var logger = ((ResourceLoggerService)_stage.App.Services.GetService(typeof(ResourceLoggerService))!).GetLogger(actor.Resource);
        Log(logger, isError: false, "first");
        using var call = _stage.Dashboard.WatchResourceConsoleLogs(new() { ResourceName = "actor" }, Stage.Headers, cancellationToken: Cancelled);
        var lines = new List<ConsoleLogLine>();
        Assert.True(await call.ResponseStream.MoveNext(Cancelled));
        lines.AddRange(call.ResponseStream.Current.LogLines);
        Log(logger, isError: true, new string('x', 200_000));
        Assert.True(await call.ResponseStream.MoveNext(Cancelled));
        lines.AddRange(call.ResponseStream.Current.LogLines);

        Assert.Equal([(1, false), (2, true)], lines.Select(line => (line.LineNumber, line.IsStdErr)));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z first$", lines[0].Text);
        Assert.EndsWith("x … (100029 more characters)", lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_not_followed_ends_and_one_of_nobody_is_an_error()
    {
        _stage.Builder.AddResource(new Actor("actor")).WithInitialState(new() { ResourceType = "Actor", Properties = [] });
        await _stage.StartAsync();
        using var finite = _stage.Dashboard.WatchResourceConsoleLogs(new() { ResourceName = "actor", SuppressFollow = true }, Stage.Headers, cancellationToken: Cancelled);
        using var unknown = _stage.Dashboard.WatchResourceConsoleLogs(new() { ResourceName = "nobody" }, Stage.Headers, cancellationToken: Cancelled);

        Assert.False(await finite.ResponseStream.MoveNext(Cancelled));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => unknown.ResponseStream.MoveNext(Cancelled))).StatusCode);
    }

    private static string Variable(Resource resource, string name) => resource.Environment.Single(variable => variable.Name == name).Value;

    private static void Log(Microsoft.Extensions.Logging.ILogger logger, bool isError, string text) => logger.Log(
        isError ? Microsoft.Extensions.Logging.LogLevel.Error : Microsoft.Extensions.Logging.LogLevel.Information, 0, text, null, static (state, _) => state);
}
