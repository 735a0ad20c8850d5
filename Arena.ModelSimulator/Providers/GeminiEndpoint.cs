using System.Text.Json.Nodes;
using Arena.ModelSimulator.Configuration;

namespace Arena.ModelSimulator.Providers;

/// <summary><c>streamGenerateContent</c> as the Gemini API and Vertex AI have it, and the tokens of the latter.</summary>
internal static class GeminiEndpoint
{
    private const string Method = ":streamGenerateContent";
    private const string NotAuthenticated = "Request had invalid authentication credentials. Expected OAuth 2 access token.";

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

    /// <summary>A model of Google's, or an endpoint, whose number is the id of a simulated model.</summary>
    public static Task VertexAsync(HttpContext http, string call, ProviderAnswers answers, GoogleTokenOffice tokens) =>
        tokens.Admits(http.Request) ? GenerateAsync(http, call, answers) : WriteErrorAsync(http, 401, NotAuthenticated);

    /// <summary>An endpoint as a resource (https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints/get).</summary>
    public static Task FindEndpointAsync(HttpContext http, string project, string region, string endpoint, ModelCatalog catalog, GoogleTokenOffice tokens)
    {
        var name = $"projects/{project}/locations/{region}/endpoints/{endpoint}";
        return !tokens.Admits(http.Request) ? WriteErrorAsync(http, 401, NotAuthenticated)
            : catalog.Models.FirstOrDefault(model => model.Id == endpoint) is not { } model ? WriteErrorAsync(http, 404, $"Endpoint {name} is not found.")
            : Results.Json(new JsonObject { ["name"] = name, ["displayName"] = model.Options.DisplayName }).ExecuteAsync(http);
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

    /// <summary>Google says in the body when to come again, not in a header.</summary>
    private static Task WriteErrorAsync(HttpContext http, int status, string message)
    {
        var error = Error(status, message);
        if (http.Response.Headers.RetryAfter is [{ } seconds])
        {
            http.Response.Headers.RetryAfter = default;
            error["error"]!["details"] = new JsonArray(
                new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.RetryInfo", ["retryDelay"] = $"{seconds}s" });
        }

        return Results.Json(error, statusCode: status).ExecuteAsync(http);
    }
}
