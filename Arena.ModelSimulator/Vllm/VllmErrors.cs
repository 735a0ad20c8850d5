namespace Arena.ModelSimulator.Vllm;

/// <summary>Errors in vLLM's shape: <c>{"error":{"message","type","param","code"}}</c>, the code being the status.</summary>
internal static class VllmErrors
{
    public static ErrorBody Body(int status, string message, string? param = null) => new(new ErrorDetail(message, TypeOf(status), param, status));

    public static IResult Result(int status, string message, string? param = null) =>
        TypedResults.Json(Body(status, message, param), VllmJson.Wire.ErrorBody, statusCode: status);

    public static IResult UnknownModel(string model) => Result(404, $"The model `{model}` does not exist.", "model");

    public static IResult BadRequest(string message, string? param = null) => Result(400, message, param);

    /// <summary>What a request gets that a fault turns away.</summary>
    public static Task WriteFaultAsync(HttpContext http, int status) => Result(status, status switch
    {
        429 => "Rate limit reached, please retry later.",
        503 => "The server is overloaded, please retry later.",
        _ => "EngineCore encountered an issue. See stack trace (above) for the root cause.",
    }).ExecuteAsync(http);

    private static string TypeOf(int status) => status switch
    {
        400 => "BadRequestError",
        404 => "NotFoundError",
        422 => "UnprocessableEntityError",
        429 => "RateLimitError",
        501 => "NotImplementedError",
        503 => "ServiceUnavailableError",
        _ => "InternalServerError",
    };
}
