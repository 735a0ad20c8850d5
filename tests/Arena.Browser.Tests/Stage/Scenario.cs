namespace Arena.Browser.Tests.Stage;

/// <summary>One of browser/scenarios, played by Node in a Chromium of its own.</summary>
internal static class Scenario
{
    /// <summary>Plays it, or skips the test where there is no Chromium.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="url">The pages.</param>
    /// <param name="control">What a scenario does to the back ends is asked for there; empty where nothing can be done.</param>
    /// <param name="ratings">Where the ratings service answers when no gateway stands before the pages; empty where one does.</param>
    public static Task PlayAsync(string name, string url, string control = "", string ratings = "")
    {
        var chromium = Chromium.Find();
        Assert.SkipWhen(chromium is null, "No Chromium: set ARENA_CHROMIUM or put one on PATH.");
        return Node.RunAsync(
            Paths.Of("BrowserTests"),
            ["browser/run.mjs", name],
            new(StringComparer.Ordinal) { ["ARENA_CHROMIUM"] = chromium, ["ARENA_URL"] = url, ["ARENA_CONTROL"] = control, ["ARENA_RATINGS"] = ratings },
            TestContext.Current.CancellationToken);
    }
}
