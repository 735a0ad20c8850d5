namespace Arena.Web.Components.Layout;

/// <summary>What the bar at the top of every page leads to, in its order: a new page is one line here.</summary>
internal static class Navigation
{
    public static readonly IReadOnlyList<NavigationEntry> Entries =
    [
        new("/", "Battle"),
        new("/chat", "Chat"),
        new("/side-by-side", "Side by side"),
        new("/compare", "Compare"),
        new("/leaderboard", "Leaderboard"),
        new("/campaigns", "Campaigns"),
        new("/analytics", "Analytics"),
        new("/nodes", "Nodes"),
        new("/history", "Your battles"),
    ];
}

/// <summary>One entry.</summary>
/// <param name="Path">The page, and with it the pages below.</param>
internal sealed record NavigationEntry(string Path, string Name);
