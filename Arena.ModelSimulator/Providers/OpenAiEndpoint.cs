using System.Text.Json.Nodes;
using Arena.ModelSimulator.Configuration;

namespace Arena.ModelSimulator.Providers;

/// <summary><c>/v1/chat/completions</c> and <c>/v1/models</c> as OpenAI, Mistral and Groq have them; the list serves Anthropic too.</summary>
internal static class OpenAiEndpoint
{
    public static IResult Models(HttpContext http, ModelCatalog catalog) => Authorized(http)
        ? Results.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. catalog.Models.Select(model => new JsonObject
            {
                ["id"] = model.Id,
                ["object"] = "model",
                ["created"] = 0,
                ["owned_by"] = "arena-simulator",
                ["display_name"] = model.Options.DisplayName,
            })]),
        })
        : Results.Json(Error(401, "Incorrect API key provided."), statusCode: 401);

    public static async Task ChatAsync(HttpContext http, ProviderAnswers answers)
    {
        if (!Authorized(http))
        {
            await WriteErrorAsync(http, 401, "Incorrect API key provided.");
        }
        else if (await ProviderBody.ReadAsync(http) is not { } body)
        {
            await WriteErrorAsync(http, 400, "We could not parse the JSON body of your request.");
        }
        else
        {
            var limit = ProviderBody.Int(body["max_completion_tokens"]) ?? ProviderBody.Int(body["max_tokens"]);
            await answers.AnswerAsync(
                http, new(body["model"]?.ToString() ?? "", ProviderBody.Turns(body, "messages", "content"), limit, ProviderBody.Offer(body)),
                (status, message) => WriteErrorAsync(http, status, message), head => new OpenAiWire(http.Response, head));
        }
    }

    public static JsonObject Error(int status, string message) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status >= 500 ? "server_error" : "invalid_request_error",
            ["param"] = null,
            ["code"] = status switch { 401 => "invalid_api_key", 404 => "model_not_found", 429 => "rate_limit_exceeded", _ => null },
        },
    };

    private static bool Authorized(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) || http.Request.Headers.ContainsKey("x-api-key");

    private static Task WriteErrorAsync(HttpContext http, int status, string message) =>
        Results.Json(Error(status, message), statusCode: status).ExecuteAsync(http);
}
