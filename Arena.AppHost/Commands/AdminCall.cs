using System.Net.Http.Json;
using System.Text.Json;

namespace Arena.AppHost.Commands;

/// <summary>Calls admin endpoints of a service, on the service itself: the gateway does not pass them on.</summary>
/// <param name="service">The service's http endpoint.</param>
/// <param name="key">The admin key.</param>
internal sealed class AdminCall(EndpointReference service, ParameterResource key)
{
    // A command may take as long as a model takes to load; whoever gave it can cancel it.
    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>POSTs and returns when the service has done it; why it has not is what it says in its problem details.</summary>
    public async Task<ExecuteCommandResult> PostAsync(string path, object? body, CancellationToken cancellationToken)
    {
        if (!service.IsAllocated)
        {
            return CommandResults.Failure($"'{service.Resource.Name}' has no address yet.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(service.Url), path));
        request.Headers.Add("x-admin-key", await key.GetValueAsync(cancellationToken));
        request.Content = body is null ? null : JsonContent.Create(body);
        try
        {
            using var response = await Client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? CommandResults.Success("Done.", text, CommandResultFormat.Json)
                : CommandResults.Failure(Reason(text) ?? $"'{service.Resource.Name}' answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            return CommandResults.Failure($"'{service.Resource.Name}' does not answer: {e.Message}");
        }
    }

    /// <summary><c>{"title":"The node did not do it.","detail":"…"}</c>, RFC 9457.</summary>
    private static string? Reason(string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString()
                : problem.RootElement.TryGetProperty("title", out var title) ? title.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
