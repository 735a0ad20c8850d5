namespace Arena.ModelSimulator.Ollama;

/// <summary>Errors in Ollama's shape: <c>{"error":"text"}</c>.</summary>
internal static class OllamaErrors
{
    public const string Runner = "an error was encountered while running the model";

    public static IResult Result(int status, string message) => TypedResults.Json(new OllamaError(message), OllamaJson.Wire.OllamaError, statusCode: status);

    public static IResult NotFound(string model) => Result(404, $"model '{model}' not found");

    /// <summary>What a request gets that a fault turns away.</summary>
    public static Task WriteFaultAsync(HttpContext http, int status) => Result(status, status switch
    {
        429 => "too many requests",
        503 => new ServerBusyException().Message,
        _ => Runner,
    }).ExecuteAsync(http);
}
