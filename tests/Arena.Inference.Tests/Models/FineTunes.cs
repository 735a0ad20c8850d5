using System.Security.Cryptography;
using System.Text.Json;
using Arena.Inference.Tests.Fakes;

namespace Arena.Inference.Tests.Models;

/// <summary>The fixture registry: an OpenAI fine-tune and three endpoints of Vertex AI, with or without providers behind them.</summary>
internal sealed class FineTunes : IDisposable
{
    public static readonly string File = Path.Combine(AppContext.BaseDirectory, "Fixtures", "api_endpoints.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("fine-tunes-").FullName;

    /// <summary>The registry, on a machine without any key.</summary>
    public Dictionary<string, string> Unset() => new(StringComparer.Ordinal)
    {
        ["Inference:ApiEndpointsFile"] = File,
        ["OPENAI_API_KEY"] = "",
        ["GOOGLE_APPLICATION_CREDENTIALS"] = "",
        ["GCP_PROJECT_ID"] = "",
        ["GOOGLE_CLOUD_PROJECT"] = "",
        ["GCE_METADATA_HOST"] = "",
        ["CLOUDSDK_CONFIG"] = _folder,
    };

    /// <summary>The registry with a key for each, whose providers are simulated.</summary>
    public Dictionary<string, string> SetFor(SimulatedNode providers) => new(Unset())
    {
        ["OPENAI_API_KEY"] = "sk-test",
        ["OPENAI_BASE_URL"] = providers.Url,
        ["VERTEX_BASE_URL"] = providers.Url,
        ["GOOGLE_APPLICATION_CREDENTIALS"] = WriteAccount(providers.Url),
    };

    /// <summary>Providers that know the four models.</summary>
    public static SimulatedNode Providers() => new("providers",
    [
        .. new[] { "ft:gpt-4o-mini-2024-07-18:acme:support:AbCd1234", "4812345678901234567", "5923456789012345678", "6034567890123456789" }
            .SelectMany((id, i) => new (string, string)[]
            {
                ($"Simulator:Models:tuned-{i}:Id", id), ($"Simulator:Models:tuned-{i}:DisplayName", $"Tuned {i} (simulated)"),
                ($"Simulator:Models:tuned-{i}:Family", "tuned"), ($"Simulator:Models:tuned-{i}:Strength", $"{1300 + (200 * i)}"),
            }),
    ]);

    /// <summary>What <c>gcloud auth application-default login</c> leaves.</summary>
    public void LogIn(string url, string refreshToken = "1//refresh") => System.IO.File.WriteAllText(
        Path.Combine(_folder, "application_default_credentials.json"),
        JsonSerializer.Serialize(new { type = "authorized_user", client_id = "id", client_secret = "secret", refresh_token = refreshToken, quota_project_id = "acme", token_uri = $"{url}/token" }));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A service account whose tokens the providers give.</summary>
    public string WriteAccount(string url)
    {
        using var key = RSA.Create(2048);
        var path = Path.Combine(_folder, "account.json");
        System.IO.File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            type = "service_account",
            project_id = "acme",
            client_email = "arena@acme.test",
            private_key = key.ExportPkcs8PrivateKeyPem(),
            token_uri = $"{url}/token",
        }));
        return path;
    }
}
