namespace Arena.Browser.Tests.Stage;

/// <summary>
/// What a scenario plays on: Arena.Web over back ends with switches, or, where <c>ARENA_URL</c> names a running stack, that one. What needs
/// a switch is skipped there.
/// </summary>
internal static class BrowserStage
{
    public static Task PlayAsync(string scenario) => PlayAsync(scenario, needsSwitches: false);

    public static async Task PlayAsync(string scenario, bool needsSwitches)
    {
        var chromium = FindChromium();
        if (Environment.GetEnvironmentVariable("ARENA_URL") is { Length: > 0 } stack)
        {
            Assert.SkipWhen(needsSwitches, "Needs back ends with switches, and ARENA_URL names a running stack.");
            await RunAsync(scenario, chromium, stack);
            return;
        }

        var cancellationToken = TestContext.Current.CancellationToken;
        WebProcess? web = null;
        await using var backEnds = await BackEnds.StartAsync(
            async token =>
            {
                await web!.KillAsync();
                await web.StartAsync(token);
            },
            cancellationToken);
        await using var process = web = new WebProcess(backEnds.Grpc, backEnds.Control);
        await web.StartAsync(cancellationToken);
        try
        {
            await RunAsync(scenario, chromium, web.Url, control: backEnds.Control, ratings: backEnds.Control);
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Arena.Web wrote this, also of what the scenario broke on purpose:\n{web.Output}");
        }
    }

    /// <summary>On a stack that runs at <paramref name="url"/>, with real services behind the page, and <paramref name="control"/> for what a scenario does to them.</summary>
    public static Task PlayOnAsync(Uri url, string scenario, string control = "") => RunAsync(scenario, FindChromium(), url.ToString(), control);

    private static string FindChromium()
    {
        var chromium = Chromium.Find();
        Assert.SkipWhen(chromium is null, "No Chromium: set ARENA_CHROMIUM or put one on PATH.");
        return chromium!;
    }

    private static Task RunAsync(string scenario, string chromium, string url, string control = "", string ratings = "") => Node.RunAsync(
        Paths.Of("BrowserTests"),
        ["browser/run.mjs", scenario],
        new(StringComparer.Ordinal) { ["ARENA_CHROMIUM"] = chromium, ["ARENA_URL"] = url, ["ARENA_CONTROL"] = control, ["ARENA_RATINGS"] = ratings },
        TestContext.Current.CancellationToken);
}
