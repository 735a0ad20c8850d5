using System.Diagnostics;
using System.Globalization;
using Arena.AppHost.Restarts;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.AppHost.Tests;

/// <summary>Who is brought back, on small real processes.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The processes of these tests are shell scripts.");
        _builder.Configuration.AddInMemoryCollection([new("Arena:Restart:FirstDelay", "00:00:00.05"), new("Arena:Restart:MaxDelay", "00:00:00.4"), new("Arena:Restart:CrashLoopAfter", "3")]);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    [Fact]
    public async Task One_that_is_killed_is_brought_back()
    {
        Shell("worker", "sleep 600").WithRestartPolicy();
        await using var app = await StartAsync();
        var first = ProcessOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("worker", Cancelled));

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        var again = await app.ResourceNotifications.WaitForResourceAsync("worker", e => e.Snapshot.State?.Text == KnownResourceStates.Running && ProcessOf(e) != first, Cancelled);
        Assert.NotEqual(first, ProcessOf(again));
    }

    [Fact]
    public async Task One_that_ends_again_and_again_is_shown_as_a_crash_loop_with_the_reason_and_still_tried()
    {
        var counter = Path.GetTempFileName();
        var broken = Shell("broken", $"echo . >> {counter}; test $(wc -l < {counter}) -gt 4 && echo stable && sleep 600; exit 9").WithRestartPolicy();
        await using var app = await StartAsync();

        var looping = await app.ResourceNotifications.WaitForResourceAsync("broken", e => e.Snapshot.State?.Text == ResourceRestarter.CrashLoop, Cancelled);
        await LineAsync(app, broken, "stable");
        File.Delete(counter);

        Assert.Equal("error", looping.Snapshot.State?.Style);
        Assert.Matches(@"^ended with exit code 9 3 times in a row; next attempt in 0\.\d s$", (string)looping.Snapshot.Properties.Single(property => property.Name == "restart.reason").Value!);
    }

    [Fact]
    public async Task One_that_a_person_stops_stays_stopped_even_in_a_crash_loop()
    {
        var stopped = Shell("stopped", "sleep 600").WithRestartPolicy();
        Shell("broken", "exit 9").WithRestartPolicy();
        Shell("killed", "sleep 600").WithRestartPolicy();
        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("stopped", Cancelled);
        var killed = ProcessOf(await app.ResourceNotifications.WaitForResourceHealthyAsync("killed", Cancelled));
        await app.ResourceNotifications.WaitForResourceAsync("broken", ResourceRestarter.CrashLoop, Cancelled);

        await app.ResourceCommands.ExecuteCommandAsync(stopped.Resource, KnownResourceCommands.StopCommand, Cancelled);
        await app.ResourceCommands.ExecuteCommandAsync("broken", KnownResourceCommands.StopCommand, Cancelled);

        // Meanwhile another one goes through the whole of a restart.
        using (var process = Process.GetProcessById(killed))
        {
            process.Kill();
        }

        await app.ResourceNotifications.WaitForResourceAsync("killed", e => e.Snapshot.State?.Text == KnownResourceStates.Running && ProcessOf(e) != killed, Cancelled);
        var states = await Task.WhenAll(new[] { "stopped", "broken" }.Select(name => app.ResourceNotifications.WaitForResourceAsync(name, _ => true, Cancelled)));
        Assert.Equal(["Finished", "Exited"], states.Select(state => state.Snapshot.State?.Text));
    }

    [Fact]
    public void Delays_double_up_to_the_longest_and_begin_anew_after_a_long_run()
    {
        var options = new RestartOptions { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(5), CrashLoopAfter = 3, StableAfter = TimeSpan.FromSeconds(30) };
        var backoff = new RestartBackoff(options, new Random(1));

        var seen = new[] { 0, 1, 29, 29, 30, 0 }.Select(ran => (Delay: backoff.Next(TimeSpan.FromSeconds(ran)).TotalSeconds, backoff.Ends, backoff.IsCrashLoop)).ToList();

        Assert.Equal([(1, false), (2, false), (3, true), (4, true), (1, false), (2, false)], seen.Select(step => (step.Ends, step.IsCrashLoop)));
        Assert.All(seen.Zip([1.0, 2, 4, 5, 1, 2]), step => Assert.InRange(step.First.Delay, 0.8 * step.Second, 1.2 * step.Second));
        Assert.Distinct(seen.Where(step => step.Ends == 1).Select(step => step.Delay));
    }

    private static async Task LineAsync(DistributedApplication app, IResourceBuilder<IResource> resource, string text)
    {
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource.Resource).WithCancellation(Cancelled))
        {
            if (batch.Any(line => line.Content.EndsWith(text, StringComparison.Ordinal)))
            {
                return;
            }
        }
    }

    private static int ProcessOf(ResourceEvent e) =>
        Convert.ToInt32(e.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);

    private IResourceBuilder<ExecutableResource> Shell(string name, string script) => _builder.AddExecutable(name, "sh", "/", "-c", script);

    private async Task<DistributedApplication> StartAsync()
    {
        var app = await _builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        return app;
    }
}
