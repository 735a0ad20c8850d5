using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Tests;

/// <summary>Commands, on small real processes.</summary>
public sealed class CommandTests : IAsyncLifetime
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
    public async Task Stop_start_and_restart_return_when_the_process_is_gone_and_when_another_is_up()
    {
        var worker = Shell("worker", "sleep 600");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("worker", Cancelled);
        var first = ProcessOf(app, worker);

        var stopped = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StopCommand, Cancelled);
        var afterStop = (Processes.IsAlive(first), StateOf(app, worker));
        var stoppedAgain = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StopCommand, Cancelled);
        var started = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StartCommand, Cancelled);
        var second = ProcessOf(app, worker);
        var startedAgain = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StartCommand, Cancelled);
        var restarted = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.RestartCommand, Cancelled);
        var third = ProcessOf(app, worker);

        Assert.Equal((false, "Finished"), afterStop);
        Assert.Equal([(true, "'worker' has stopped."), (true, "'worker' is not running."), (true, "'worker' runs already.")], new[] { stopped, stoppedAgain, startedAgain }.Select(Outcome));
        Assert.All([started, restarted], result => Assert.Matches("^'worker' is up after", result.Message));
        Assert.Equal((false, false, true, "Running"), (Processes.IsAlive(first), Processes.IsAlive(second), Processes.IsAlive(third), StateOf(app, worker)));
    }

    [Fact]
    public async Task One_with_an_explicit_start_runs_when_somebody_says_so()
    {
        var later = Shell("later", "sleep 600").WithExplicitStart();
        await using var app = await StartAsync();
        var before = (StateOf(app, later), Enabled(app, later));

        var result = await app.ResourceCommands.ExecuteCommandAsync(later.Resource, KnownResourceCommands.StartCommand, Cancelled);

        Assert.True(result.Success, result.Message);
        Assert.Equal(("NotStarted", "start"), before);
        Assert.Equal(("Running", "stop,restart"), (StateOf(app, later), Enabled(app, later)));
    }

    [Fact]
    public async Task A_start_that_fails_says_why()
    {
        Shell("broken", "echo 'no disk' >&2; exit 9").WithExplicitStart().WithHealthCheck("never");
        _builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        await using var app = await StartAsync();

        var result = await app.ResourceCommands.ExecuteCommandAsync("broken", KnownResourceCommands.StartCommand, Cancelled);

        Assert.False(result.Success);
        Assert.StartsWith("'broken' is Exited: it ended with exit code 9", result.Message, StringComparison.Ordinal);
        Assert.Contains("no disk", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KnownGate.Unhealthy, "'worker' is not up after 1 s: it is unhealthy: not today")]
    [InlineData(KnownGate.Waiting, "'worker' is not up after 1 s: it waits for later.")]
    public async Task A_start_that_takes_too_long_says_what_is_in_the_way(KnownGate gate, string expected)
    {
        var later = Shell("later", "sleep 600").WithExplicitStart();
        var worker = Shell("worker", "sleep 600").WithExplicitStart();
        _builder.Configuration.With("AppHost:CommandTimeout", "00:00:01");
        _builder.Services.AddHealthChecks().AddCheck("gate", () => HealthCheckResult.Unhealthy("not today"));
        _ = gate == KnownGate.Waiting ? worker.WaitFor(later) : worker.WithHealthCheck("gate");
        await using var app = await StartAsync();

        var result = await app.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StartCommand, Cancelled);

        Assert.Equal((false, expected), Outcome(result));
    }

    [Fact]
    public async Task Starting_one_that_waits_goes_on_without_what_it_waits_for_and_stopping_ends_the_wait()
    {
        var later = Shell("later", "sleep 600").WithExplicitStart();
        var first = Shell("first", "sleep 600").WaitFor(later);
        var second = Shell("second", "sleep 600").WaitFor(later);
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("first", KnownResourceStates.Waiting, Cancelled);
        await app.ResourceNotifications.WaitForResourceAsync("second", KnownResourceStates.Waiting, Cancelled);

        var started = await app.ResourceCommands.ExecuteCommandAsync("first", KnownResourceCommands.StartCommand, Cancelled);
        var stopped = await app.ResourceCommands.ExecuteCommandAsync("second", KnownResourceCommands.StopCommand, Cancelled);

        Assert.Equal((true, true), (started.Success, stopped.Success));
        Assert.Equal(("Running", "NotStarted"), (StateOf(app, first), StateOf(app, second)));
    }

    [Fact]
    public async Task A_replica_is_restarted_without_the_others()
    {
        var service = _builder.AddProject("svc", TestProjects.Service).WithReplicas(2).WithHttpHealthCheck("/health");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("svc", Cancelled);
        var (first, second) = (ProcessOf(app, service, 0), ProcessOf(app, service, 1));

        var result = await app.ResourceCommands.ExecuteCommandAsync(ResourceInstancesAnnotation.IdsOf(service.Resource).Last(), KnownResourceCommands.RestartCommand, Cancelled);

        Assert.True(result.Success, result.Message);
        Assert.Equal((first, true), (ProcessOf(app, service, 0), second != ProcessOf(app, service, 1)));
    }

    [Fact]
    public async Task A_command_gets_its_arguments_and_is_not_carried_out_with_wrong_ones()
    {
        var got = new List<string>();
        Shell("worker", "sleep 600").WithCommand(
            "swap",
            "Swap model",
            context =>
            {
                got.Add($"{context.Arguments.GetString("model")} x {context.Arguments.GetInt32("count")}");
                return Task.FromResult(CommandResults.Success("swapped"));
            },
            new()
            {
                Arguments =
                [
                    new() { Name = "model", InputType = InputType.Choice, Required = true, Options = [new("a", "Model A"), new("b", "Model B")] },
                    new() { Name = "count", InputType = InputType.Number, Value = "2" },
                ],
                ValidateArguments = context =>
                {
                    if (context.Inputs.GetInt32("count") > 5)
                    {
                        context.AddValidationError("count", "at most 5.");
                    }

                    return Task.CompletedTask;
                },
            });
        await using var app = await StartAsync();

        List<(bool, string?)> outcomes = [];
        foreach (var arguments in new (string, string)[][] { [("model", "b")], [], [("model", "c")], [("model", "a"), ("count", "many")], [("model", "a"), ("count", "6")], [("model", "a"), ("colour", "blue")] })
        {
            var inputs = new InteractionInputCollection([.. arguments.Select(argument => new InteractionInput { Name = argument.Item1, InputType = InputType.Text, Value = argument.Item2 })]);
            outcomes.Add(Outcome(await app.ResourceCommands.ExecuteCommandAsync("worker", "swap", inputs, Cancelled)));
        }

        Assert.Equal(
            [
                (true, "swapped"),
                (false, "model is missing."),
                (false, "model is 'c', which is none of a, b."),
                (false, "count is 'many', which is no number."),
                (false, "count: at most 5."),
                (false, "There is no argument 'colour'."),
            ],
            outcomes);
        Assert.Equal(["b x 2"], got);
    }

    [Fact]
    public async Task A_command_by_HTTP_reaches_the_service_and_tells_what_it_answers()
    {
        _builder.AddProject("svc", TestProjects.Service).WithHttpHealthCheck("/health").WithEnvironment("Test__Unhealthy", "true")
            .WithHttpCommand("/health/on", "Heal", commandName: "heal")
            .WithHttpCommand("/nothing", "Nothing", commandName: "nothing");
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("svc", e => e.Snapshot.HealthReports.Any(report => report.Description?.Contains("503", StringComparison.Ordinal) == true), Cancelled);

        var healed = await app.ResourceCommands.ExecuteCommandAsync("svc", "heal", Cancelled);
        var nothing = await app.ResourceCommands.ExecuteCommandAsync("svc", "nothing", Cancelled);

        Assert.True(healed.Success, healed.Message);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("svc", Cancelled);
        Assert.False(nothing.Success);
        Assert.Matches("^POST http://.*/nothing answers 404", nothing.Message);
    }

    [Fact]
    public async Task Unknown_resources_and_commands_are_said_so()
    {
        Shell("worker", "sleep 600");
        await using var app = await StartAsync();

        Assert.Equal((false, "There is no resource 'nobody'."), Outcome(await app.ResourceCommands.ExecuteCommandAsync("nobody", "start", Cancelled)));
        Assert.Equal((false, "'worker' has no command 'fly'."), Outcome(await app.ResourceCommands.ExecuteCommandAsync("worker", "fly", Cancelled)));
    }

    public enum KnownGate
    {
        Unhealthy,
        Waiting,
    }

    private static (bool, string?) Outcome(ExecuteCommandResult result) => (result.Success, result.Message);

    private static CustomResourceSnapshot SnapshotOf(DistributedApplication app, IResourceBuilder<IResource> resource, int replica = 0) =>
        app.ResourceNotifications.TryGetCurrentState(ResourceInstancesAnnotation.IdsOf(resource.Resource).ElementAt(replica), out var current)
            ? current.Snapshot
            : throw new Xunit.Sdk.XunitException($"'{resource.Resource.Name}' has no state.");

    private static string? StateOf(DistributedApplication app, IResourceBuilder<IResource> resource) => SnapshotOf(app, resource).State?.Text;

    private static string Enabled(DistributedApplication app, IResourceBuilder<IResource> resource) =>
        string.Join(',', SnapshotOf(app, resource).Commands.Where(command => command.State == ResourceCommandState.Enabled).Select(command => command.Name));

    private static int ProcessOf(DistributedApplication app, IResourceBuilder<IResource> resource, int replica = 0) => Convert.ToInt32(
        SnapshotOf(app, resource, replica).Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);

    private IResourceBuilder<ExecutableResource> Shell(string name, string script) => _builder.AddExecutable(name, "sh", "/", "-c", script);

    private async Task<DistributedApplication> StartAsync()
    {
        var app = await _builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        return app;
    }
}
