using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Arena.ServiceDefaults.Admin;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Arena.Web.Operations.Owners;

/// <summary>
/// What an owner's browser carries after the admin key was given once: an end, and a code over it that only who has the key can make. Any
/// replica can check it, and another key ends them all.
/// </summary>
internal sealed class OwnerPass(IOptions<AdminKeyOptions> admin, TimeProvider time)
{
    public const string Cookie = "arena-owner";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>The key itself, for calls on an owner's behalf; null where none is configured, and nobody is an owner.</summary>
    public string? Key => admin.Value.Key;

    /// <summary>Whether this is the key; in a time that tells nothing of it.</summary>
    public bool IsKey(string given) => Key is { } key && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>A pass: <c>1767225600.q83v…</c>, the end in seconds since 1970 and the code in Base64 for URLs.</summary>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string Issue()
    {
        var end = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{end}.{WebEncoders.Base64UrlEncode(Code(Key ?? throw new InvalidOperationException("No admin key is configured."), end))}";
    }

    /// <summary>Whether who sends this is an owner.</summary>
    public bool IsOwner(HttpRequest request) =>
        Key is { } key
        && request.Cookies[Cookie]?.Split('.') is [var end, var code]
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(Code(key, end))));

    private static byte[] Code(string key, string end) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes($"arena-owner|{end}"));
}
