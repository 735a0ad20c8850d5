using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Arena.ServiceDefaults.Admin;

/// <summary>Knows who calls by the admin key, in <c>x-admin-key</c> or as a bearer token (RFC 6750).</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<AdminKeyOptions> admin,
    IProblemDetailsService problems) : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, loggers, encoder)
{
    public const string SchemeName = "admin-key";
    public const string Header = "x-admin-key";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Given() is not { } given ? AuthenticateResult.NoResult()
        : admin.Value.Key is { } key && AreEqual(given, key)
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "admin")], SchemeName)), SchemeName))
            : AuthenticateResult.Fail("That is not the admin key."));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        await problems.TryWriteAsync(new()
        {
            HttpContext = Context,
            ProblemDetails =
            {
                Type = ProblemTypes.AdminKeyRequired,
                Title = "The admin key is required.",
                Status = StatusCodes.Status401Unauthorized,
                Detail = admin.Value.Key is null
                    ? $"No admin key is configured here, so nobody may do this. Configure {AdminKeyOptions.Section}:Key."
                    : $"Send it in the header {Header}, or as a bearer token.",
            },
        });
    }

    private string? Given() => Request.Headers[Header] is [{ } key] ? key
        : Request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim()
        : null;

    /// <summary>In a time that tells nothing of either, not even the length.</summary>
    private static bool AreEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
