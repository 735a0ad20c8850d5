namespace Arena.Web.Pages;

/// <summary>Where a form leads back to: a page of ours, whatever it was sent with.</summary>
internal static class LocalUrl
{
    public static string Of(string? url) => IsLocal(url) ? url! : "/";

    private static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
