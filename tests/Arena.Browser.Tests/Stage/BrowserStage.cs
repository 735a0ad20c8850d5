[assembly: AssemblyFixture(typeof(Arena.Browser.Tests.Stage.BrowserStage))]

namespace Arena.Browser.Tests.Stage;

/// <summary>
/// What scenarios play on, one after another: Arena.Web over back ends with switches, or, where <c>ARENA_URL</c> names a running stack, that
/// one. What needs a switch is skipped there.
/// </summary>
public sealed class BrowserStage : IAsyncLifetime
{
    private static readonly string? RunningStack = Environment.GetEnvironmentVariable("ARENA_URL") is { Length: > 0 } url ? url : null;

    private BackEnds? _backEnds;
    private WebProcess? _web;

    public async ValueTask InitializeAsync()
    {
        if (RunningStack is null)
        {
            _backEnds = await BackEnds.StartAsync(RestartWebAsync, CancellationToken.None);
            _web = new(_backEnds.Grpc, _backEnds.Control);
            await _web.StartAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_web?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_backEnds?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    internal async Task PlayAsync(string scenario, bool needsSwitches = false)
    {
        if (_web is null || _backEnds is null)
        {
            Assert.SkipWhen(needsSwitches, "Needs back ends with switches, and ARENA_URL names a running stack.");
            await Scenario.PlayAsync(scenario, RunningStack!);
            return;
        }

        _backEnds.Reset();
        _web.ForgetOutput();
        try
        {
            await Scenario.PlayAsync(scenario, _web.Url, control: _backEnds.Control, ratings: _backEnds.Control);
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Arena.Web wrote this, also of what the scenario broke on purpose:\n{_web.Output}");
        }
    }

    private async Task RestartWebAsync(CancellationToken cancellationToken)
    {
        await _web!.KillAsync();
        await _web.StartAsync(cancellationToken);
    }
}
