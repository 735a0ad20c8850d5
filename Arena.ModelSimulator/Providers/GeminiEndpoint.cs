using System.Text.Json.Nodes;
using Arena.ModelSimulator.Configuration;

namespace Arena.ModelSimulator.Providers;

/// <summary><c>streamGenerateContent</c> as the Gemini API and Vertex AI have it, and the tokens of the latter.</summary>
internal static class GeminiEndpoint
{
    private const string Method = ":streamGenerateContent";
    private const int TokenSeconds = 3600;

    public static IResult Models(HttpContext http, ModelCatalog catalog) => http.Request.Headers.ContainsKey("x-goog-api-key")
        ? Results.Json(new JsonObject
        {
            ["models"] = new JsonArray([.. catalog.Models.Select(model => new JsonObject
            {
                ["name"] = $"models/{model.Id}",
                ["displayName"] = model.Options.DisplayName,
                ["inputTokenLimit"] = model.Options.ContextLength,
            })]),
        })
        : Results.Json(Error(403, "Method doesn't allow unregistered callers."), statusCode: 403);

    public static Task GeminiAsync(HttpContext http, string call, ProviderAnswers answers) =>
        http.Request.Headers.ContainsKey("x-goog-api-key")
            ? GenerateAsync(http, call, answers)
            : WriteErrorAsync(http, 403, "Method doesn't allow unregistered callers.");

    public static Task VertexAsync(HttpContext http, string call, ProviderAnswers answers) =>
        http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal)
            ? GenerateAsync(http, call, answers)
            : WriteErrorAsync(http, 401, "Request had invalid authentication credentials.");

    /// <summary>A token for whoever sends a claim; its signature is not looked at.</summary>
    public static async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var answer = form["assertion"].ToString().Split('.').Length == 3
            ? Results.Json(new JsonObject { ["access_token"] = "simulated", ["expires_in"] = TokenSeconds, ["token_type"] = "Bearer" })
            : Results.Json(new JsonObject { ["error"] = "invalid_grant" }, statusCode: 400);
        await answer.ExecuteAsync(http);
    }

    public static JsonObject Error(int status, string message) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = status,
            ["message"] = message,
            ["status"] = status switch
            {
                400 => "INVALID_ARGUMENT",
                401 => "UNAUTHENTICATED",
                403 => "PERMISSION_DENIED",
                404 => "NOT_FOUND",
                429 => "RESOURCE_EXHAUSTED",
                503 => "UNAVAILABLE",
                _ => "INTERNAL",
            },
        },
    };

    private static async Task GenerateAsync(HttpContext http, string call, ProviderAnswers answers)
    {
        if (!call.EndsWith(Method, StringComparison.Ordinal) || http.Request.Query["alt"] != "sse")
        {
            await WriteErrorAsync(http, 404, "Only streamGenerateContent with alt=sse is simulated.");
        }
        else if (await ProviderBody.ReadAsync(http) is not { } body)
        {
            await WriteErrorAsync(http, 400, "Invalid JSON payload received.");
        }
        else
        {
            await answers.AnswerAsync(
                http,
                new(call[..^Method.Length], ProviderBody.Turns(body, "contents", "parts"), ProviderBody.Int((body["generationConfig"] as JsonObject)?["maxOutputTokens"]), ProviderBody.Offer(body)),
                (status, message) => WriteErrorAsync(http, status, message), head => new GeminiWire(http.Response, head));
        }
    }

    private static Task WriteErrorAsync(HttpContext http, int status, string message) =>
        Results.Json(Error(status, message), statusCode: status).ExecuteAsync(http);
}
