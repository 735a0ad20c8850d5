using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>A file of credentials as Google's tools write it; which fields there are depends on the type.</summary>
/// <remarks>
/// <code>
/// {"type":"service_account","project_id":"…","client_email":"…","private_key":"-----BEGIN…","token_uri":"https://oauth2.googleapis.com/token"}
/// {"type":"authorized_user","client_id":"…","client_secret":"…","refresh_token":"…","quota_project_id":"…"}
/// </code>
/// </remarks>
internal sealed record CredentialsFile(
    string? Type, string? ProjectId, string? ClientEmail, string? PrivateKey, Uri? TokenUri, string? ClientId, string? ClientSecret, string? RefreshToken,
    string? QuotaProjectId)
{
    /// <summary>Nothing: the record's own text would show keys.</summary>
    public override string ToString() => "";
}

internal sealed record TokenClaims(string Iss, string Scope, string Aud, long Iat, long Exp);

internal sealed record TokenAnswer(string? AccessToken, double? ExpiresIn)
{
    /// <summary>Nothing: a token is a secret.</summary>
    public override string ToString() => "";
}

/// <summary>Why there is no token, as RFC 6749, section 5.2, has it.</summary>
internal sealed record TokenRefusal(JsonElement? Error, string? ErrorDescription);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CredentialsFile))]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenRefusal))]
internal sealed partial class CredentialsJson : JsonSerializerContext;
