using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>A Google service account.</summary>
internal sealed record ServiceAccount(string ClientEmail, string PrivateKey, Uri TokenUri, string? ProjectId) : GoogleCredentials
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1); // the longest that Google takes
    private static readonly string Header = Base64Url("""{"alg":"RS256","typ":"JWT"}"""u8);

    public override string? Project => ProjectId;

    /// <summary>What a file of this type holds.</summary>
    /// <exception cref="InvalidDataException">A field is missing.</exception>
    public static ServiceAccount From(CredentialsFile? file, string path) =>
        file is { ClientEmail: { Length: > 0 } email, PrivateKey: { Length: > 0 } key, TokenUri: { IsAbsoluteUri: true } uri }
            ? new(email, key, uri, file.ProjectId)
            : throw new InvalidDataException($"'{path}' has no client_email, private_key and token_uri.");

    public override HttpRequestMessage TokenRequest(DateTimeOffset now) => new(HttpMethod.Post, TokenUri)
    {
        Content = new FormUrlEncodedContent([new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Assert(now))]),
    };

    /// <summary>The signed claim for which Google gives a token (RFC 7523; https://developers.google.com/identity/protocols/oauth2/service-account).</summary>
    /// <exception cref="InvalidDataException">The private key is none.</exception>
    private string Assert(DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new(ClientEmail, Scope, TokenUri.AbsoluteUri, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds()),
            CredentialsJson.Default.TokenClaims);
        var signed = $"{Header}.{Base64Url(claims)}";
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(PrivateKey);
            return $"{signed}.{Base64Url(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException("The private_key of the service account is no key in PEM form.", exception);
        }
    }

    private static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
