using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Healthy when the server has the model: GET /api/tags, see https://github.com/ollama/ollama/blob/main/docs/api.md.</summary>
internal sealed class OllamaModelHealthCheck(OllamaModelResource model) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var client = new HttpClient { BaseAddress = new(model.Parent.PrimaryEndpoint.Url) };
        try
        {
            var tags = await client.GetFromJsonAsync<JsonElement>("/api/tags", cancellationToken);
            var wanted = model.ModelName.Contains(':', StringComparison.Ordinal) ? model.ModelName : $"{model.ModelName}:latest";
            return tags.GetProperty("models").EnumerateArray().Any(tag => tag.GetProperty("name").GetString() == wanted)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The server does not have '{wanted}'.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }
}
