namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>A person who has logged in with <c>gcloud auth application-default login</c> (RFC 6749, section 6).</summary>
internal sealed record AuthorizedUser(string ClientId, string ClientSecret, string RefreshToken, Uri TokenUri, string? QuotaProjectId) : GoogleCredentials
{
    private static readonly Uri GoogleTokens = new("https://oauth2.googleapis.com/token");

    public override string? Project => QuotaProjectId;

    public override string? QuotaProject => QuotaProjectId;

    /// <summary>What a file of this type holds.</summary>
    /// <exception cref="InvalidDataException">A field is missing.</exception>
    public static AuthorizedUser From(CredentialsFile file, string path) =>
        file is { ClientId: { Length: > 0 } id, ClientSecret: { Length: > 0 } secret, RefreshToken: { Length: > 0 } token }
            ? new(id, secret, token, file.TokenUri is { IsAbsoluteUri: true } uri ? uri : GoogleTokens, file.QuotaProjectId)
            : throw new InvalidDataException($"'{path}' has no client_id, client_secret and refresh_token.");

    public override HttpRequestMessage TokenRequest(DateTimeOffset now) => new(HttpMethod.Post, TokenUri)
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", RefreshToken), new("client_id", ClientId), new("client_secret", ClientSecret),
        ]),
    };
}
