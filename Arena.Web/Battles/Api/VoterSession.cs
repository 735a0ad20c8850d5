using System.Buffers.Text;
using System.Security.Cryptography;

namespace Arena.Web.Battles.Api;

/// <summary>Who votes, as an opaque random word: from the body, else from the cookie, else new.</summary>
internal static class VoterSession
{
    public const string Cookie = "arena_session";

    private const int LongestSession = 128;
    private const int CookieBytes = 16;

    /// <summary>What is wrong with the session that a body names, as a sentence; null when nothing is, or it names none.</summary>
    public static string? Broken(string? session) => session is not null && (session.Length is 0 or > LongestSession || session.Any(char.IsControl))
        ? $"session must have 1 to {LongestSession} characters, none of them a control character."
        : null;

    /// <summary>The cookie's session; empty when there is none that this service has made.</summary>
    public static string Read(HttpRequest request) =>
        request.Cookies[Cookie] is { } value && Base64Url.IsValid(value, out var bytes) && bytes == CookieBytes ? value : "";

    /// <summary>The cookie's session, or a new one that the answer sets.</summary>
    public static string ReadOrCreate(HttpContext context)
    {
        if (Read(context.Request) is { Length: > 0 } known)
        {
            return known;
        }

        var created = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CookieBytes));
        context.Response.Cookies.Append(Cookie, created, new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
        });
        return created;
    }
}
