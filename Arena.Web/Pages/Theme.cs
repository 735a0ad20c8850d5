namespace Arena.Web.Pages;

/// <summary>The reader's choice of colours: in a cookie, so that the server writes it into the page before the first paint.</summary>
internal static class Theme
{
    public const string Cookie = "arena-theme";
    public const string Dark = "dark";
    public const string Light = "light";

    public static string Of(HttpRequest request) => Parse(request.Cookies[Cookie]);

    public static string Parse(string? value) => value == Light ? Light : Dark;
}
