using System.Buffers.Text;
using System.Security.Cryptography;

namespace Arena.Web.Battles.Api;

/// <summary>Who votes, as an opaque random word: from the body, else from the cookie, else new.</summary>
internal static class VoterSession
{
    public const string Cookie = "arena_session";
    public const int LongestSession = 128;

    private const int CookieBytes = 16;

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
