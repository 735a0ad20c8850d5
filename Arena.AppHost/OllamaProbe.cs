namespace Arena.AppHost;

/// <summary>Whether an Ollama server answers now. Asked once, when the application is described.</summary>
internal static class OllamaProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>GET /api/tags, see https://github.com/ollama/ollama/blob/main/docs/api.md.</summary>
    public static bool Answers(string address)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = client.Send(new(HttpMethod.Get, new Uri(new Uri(address), "/api/tags")), HttpCompletionOption.ResponseHeadersRead);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
