namespace Arena.ModelSimulator.Providers;

/// <summary>The interfaces of all providers, side by side: their paths do not meet.</summary>
internal static class ProviderEndpoints
{
    public static IEndpointRouteBuilder MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", OpenAiEndpoint.Models);
        routes.MapPost("/v1/chat/completions", OpenAiEndpoint.ChatAsync);
        routes.MapPost("/v1/messages", AnthropicEndpoint.MessagesAsync);
        routes.MapGet("/v1beta/models", GeminiEndpoint.Models);
        routes.MapPost("/v1beta/models/{call}", GeminiEndpoint.GeminiAsync);
        routes.MapPost("/v1/projects/{project}/locations/{region}/publishers/google/models/{call}", GeminiEndpoint.VertexAsync);
        routes.MapPost("/v1/projects/{project}/locations/{region}/endpoints/{call}", GeminiEndpoint.VertexAsync);
        routes.MapGet("/v1/projects/{project}/locations/{region}/endpoints/{endpoint}", GeminiEndpoint.FindEndpointAsync);
        routes.MapPost("/token", (HttpContext http, GoogleTokenOffice tokens) => tokens.GiveAsync(http));
        routes.MapGet(GoogleTokenOffice.MetadataPath, (HttpContext http, GoogleTokenOffice tokens) => tokens.GiveToMachine(http));
        return routes;
    }
}
