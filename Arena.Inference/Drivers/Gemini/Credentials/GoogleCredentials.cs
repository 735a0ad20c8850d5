using System.Text.Json;

namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>Somebody for whom Google gives tokens.</summary>
internal abstract record GoogleCredentials
{
    /// <summary>The project that they belong to; null when they do not say.</summary>
    public virtual string? Project => null;

    /// <summary>The project that is charged, where it must be said with each request (<c>x-goog-user-project</c>).</summary>
    public virtual string? QuotaProject => null;

    /// <summary>The call that is answered with a token.</summary>
    /// <exception cref="InvalidDataException">The credentials are none.</exception>
    public abstract HttpRequestMessage TokenRequest(DateTimeOffset now);

    /// <summary>Nothing: the record's own text would show keys.</summary>
    public sealed override string ToString() => "";

    /// <summary>Reads a file of credentials: of a service account, or of a person who has logged in with gcloud.</summary>
    /// <exception cref="InvalidDataException">It is not there, or is none of them; the message says which.</exception>
    public static GoogleCredentials Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), CredentialsJson.Default.CredentialsFile);
            return file?.Type switch
            {
                null or "service_account" => ServiceAccount.From(file, path),
                "authorized_user" => AuthorizedUser.From(file, path),
                _ => throw new InvalidDataException($"'{path}' has credentials of the type '{file.Type}'; service_account and authorized_user are understood."),
            };
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
}
