using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>A Google service account, as its key file describes it.</summary>
internal sealed record ServiceAccount(string? ClientEmail, string? PrivateKey, Uri? TokenUri, string? ProjectId)
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1); // the longest that Google takes
    private static readonly string Header = Base64Url("""{"alg":"RS256","typ":"JWT"}"""u8);

    /// <summary>Reads a key file.</summary>
    /// <exception cref="InvalidDataException">It is not there, or is not a key file; the message says which.</exception>
    public static ServiceAccount Read(string path)
    {
        try
        {
            var account = JsonSerializer.Deserialize(File.ReadAllBytes(path), ServiceAccountJson.Default.ServiceAccount);
            return account is { ClientEmail.Length: > 0, PrivateKey.Length: > 0, TokenUri.IsAbsoluteUri: true }
                ? account
                : throw new InvalidDataException($"'{path}' has no client_email, private_key and token_uri.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read.", exception);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not JSON.", exception);
        }
    }

    /// <summary>The signed claim for which Google gives a token (RFC 7523; https://developers.google.com/identity/protocols/oauth2/service-account).</summary>
    /// <exception cref="InvalidDataException">The private key is none.</exception>
    public string Assert(DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new(ClientEmail!, Scope, TokenUri!.AbsoluteUri, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds()),
            ServiceAccountJson.Default.TokenClaims);
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

    /// <summary>The account's name alone: the record's own text would show the key.</summary>
    public override string ToString() => ClientEmail ?? "";

    private static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

internal sealed record TokenClaims(string Iss, string Scope, string Aud, long Iat, long Exp);

internal sealed record TokenAnswer(string? AccessToken, double? ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class ServiceAccountJson : JsonSerializerContext;
