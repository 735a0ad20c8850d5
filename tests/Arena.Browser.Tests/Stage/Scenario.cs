namespace Arena.Browser.Tests.Stage;

/// <summary>One of browser/scenarios, played by Node in a Chromium of its own.</summary>
internal static class Scenario
{
    /// <summary>On pages that run at <paramref name="url"/>, with real services behind them.</summary>
    public static Task PlayAsync(string name, Uri url) => PlayAsync(name, url.ToString(), control: "");

    /// <summary>On pages whose back ends may have switches.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="url">The pages.</param>
    /// <param name="control">The switches of the back ends; empty where they have none.</param>
    public static Task PlayAsync(string name, string url, string control)
    {
        var chromium = Chromium.Find();
        Assert.SkipWhen(chromium is null, "No Chromium: set ARENA_CHROMIUM or put one on PATH.");
        return Node.RunAsync(
            Paths.Of("BrowserTests"),
            ["browser/run.mjs", name],
            new(StringComparer.Ordinal) { ["ARENA_CHROMIUM"] = chromium, ["ARENA_URL"] = url, ["ARENA_CONTROL"] = control },
            TestContext.Current.CancellationToken);
    }
}
