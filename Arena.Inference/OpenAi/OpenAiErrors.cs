using System.Globalization;
using Arena.Contracts.Inference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Inference.OpenAi;

/// <summary>Errors in OpenAI's shape: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class OpenAiErrors
{
    private const string InvalidRequest = "invalid_request_error";
    private const string ServerError = "server_error";
    private const int RetryAfterSeconds = 5;

    public static JsonHttpResult<ErrorBody> BadRequest(string message, string? param = null, int status = StatusCodes.Status400BadRequest) =>
        Result(status, new(message, InvalidRequest, param, Code: null));

    public static JsonHttpResult<ErrorBody> UnknownModel(string message) =>
        Result(StatusCodes.Status404NotFound, new(message, InvalidRequest, "model", "model_not_found"));

    public static JsonHttpResult<ErrorBody> Result(int status, ErrorPart error) =>
        TypedResults.Json(new ErrorBody(error), OpenAiJson.Wire.ErrorBody, statusCode: status);

    /// <summary>Answers for a model that gave none.</summary>
    public static Task WriteAsync(HttpContext http, Failed failed)
    {
        var status = StatusOf(failed);
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = failed.HasRetryAfterSeconds ? Math.Ceiling(failed.RetryAfterSeconds) : RetryAfterSeconds;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Result(status, Of(failed)).ExecuteAsync(http);
    }

    /// <summary>The failure in OpenAI's words. What is not the sender's fault is told without naming nodes.</summary>
    public static ErrorPart Of(Failed failed) => failed switch
    {
        { Cause: "context_overflow" } => new(failed.Detail, InvalidRequest, "messages", "context_length_exceeded"),
        { Cause: "rejected" } => new(failed.Detail, InvalidRequest, Param: null, failed.Cause),
        { Kind: FailureKind.NoDeployment } => new(failed.Detail, ServerError, Param: null, "model_unavailable"),
        { AfterFirstToken: true } => new("The model broke off; the text before this is incomplete.", ServerError, Param: null, failed.Cause),
        _ => new("The model gave no answer.", ServerError, Param: null, failed.Cause),
    };

    private static int StatusOf(Failed failed) => failed switch
    {
        { Cause: "context_overflow" or "rejected" } => StatusCodes.Status400BadRequest,
        { Kind: FailureKind.NoDeployment or FailureKind.Overloaded } => StatusCodes.Status503ServiceUnavailable,
        { Kind: FailureKind.Timeout } => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status502BadGateway,
    };
}
