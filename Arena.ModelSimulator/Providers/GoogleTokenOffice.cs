using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Arena.ModelSimulator.Providers;

/// <summary>
/// Gives tokens as Google does: for the claim of a service account, whose signature is not looked at, for the refresh token of a person, and to
/// a machine of Google's. A token is good for an hour.
/// </summary>
internal sealed class GoogleTokenOffice(TimeProvider time)
{
    public const string MetadataPath = "/computeMetadata/v1/instance/service-accounts/default/token";

    /// <summary>A refresh token that was withdrawn.</summary>
    public const string Revoked = "revoked";

    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _given = new(StringComparer.Ordinal);

    public async Task<IResult> GiveAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isGood = form["grant_type"].ToString() switch
        {
            "refresh_token" => form["client_id"].Count == 1 && form["client_secret"].Count == 1 && form["refresh_token"].ToString() is { Length: > 0 } token && token != Revoked,
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => form["assertion"].ToString().Split('.').Length == 3,
            _ => false,
        };
        return isGood ? Give() : Results.Json(
            new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "Token has been expired or revoked." }, statusCode: StatusCodes.Status400BadRequest);
    }

    public IResult GiveToMachine(HttpContext http) =>
        http.Request.Headers["Metadata-Flavor"] == "Google" ? Give() : Results.Text("Missing Metadata-Flavor:Google header.", statusCode: StatusCodes.Status403Forbidden);

    public bool Admits(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.Ordinal)
        && _given.TryGetValue(header[Scheme.Length..], out var until) && time.GetUtcNow() < until;

    private IResult Give()
    {
        var token = $"ya29.{Guid.NewGuid():N}";
        _given[token] = time.GetUtcNow() + Lifetime;
        return Results.Json(new JsonObject { ["access_token"] = token, ["expires_in"] = Lifetime.TotalSeconds, ["token_type"] = "Bearer" });
    }
}
