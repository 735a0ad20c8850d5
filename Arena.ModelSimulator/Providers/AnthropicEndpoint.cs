using System.Text.Json.Nodes;

namespace Arena.ModelSimulator.Providers;

/// <summary><c>/v1/messages</c> as Anthropic has it.</summary>
internal static class AnthropicEndpoint
{
    public static async Task MessagesAsync(HttpContext http, ProviderAnswers answers)
    {
        if (!http.Request.Headers.ContainsKey("x-api-key"))
        {
            await WriteErrorAsync(http, 401, "x-api-key header is required");
        }
        else if (!http.Request.Headers.ContainsKey("anthropic-version"))
        {
            await WriteErrorAsync(http, 400, "anthropic-version: header is required");
        }
        else if (await ProviderBody.ReadAsync(http) is not { } body)
        {
            await WriteErrorAsync(http, 400, "The request body is not valid JSON");
        }
        else if (ProviderBody.Int(body["max_tokens"]) is not { } limit)
        {
            await WriteErrorAsync(http, 400, "max_tokens: Field required");
        }
        else
        {
            await answers.AnswerAsync(
                http, new(body["model"]?.ToString() ?? "", ProviderBody.Turns(body, "messages", "content"), limit, ProviderBody.Offer(body)),
                (status, message) => WriteErrorAsync(http, status, message), head => new AnthropicWire(http.Response, head));
        }
    }

    private static Task WriteErrorAsync(HttpContext http, int status, string message) => Results.Json(
        new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject
            {
                ["type"] = status switch
                {
                    400 => "invalid_request_error",
                    401 => "authentication_error",
                    404 => "not_found_error",
                    429 => "rate_limit_error",
                    503 => "overloaded_error",
                    _ => "api_error",
                },
                ["message"] = message,
            },
        },
        statusCode: status).ExecuteAsync(http);
}
