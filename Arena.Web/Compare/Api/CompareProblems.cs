using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Api;
using Arena.Web.Compare.Planning;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Web.Compare.Api;

/// <summary>What goes wrong with comparisons.</summary>
internal static class CompareProblems
{
    public static readonly Problem ModelsInvalid = new(
        ProblemTypes.ModelsInvalid, 400, "The models cannot be compared",
        $"Choose {ComparePlanner.FewestModels} to {ComparePlanner.MostModels} different models.");

    public static readonly Problem NotFound = new(
        ProblemTypes.ComparisonNotFound, 404, "There is no such comparison", "It is unknown, or its texts were erased.");

    public static readonly Problem NotAnswered = new(
        ProblemTypes.ComparisonNotAnswered, 409, "There is no such answer", "It is not complete yet, it failed, or the comparison has fewer answers.");

    public static readonly Problem NotSaved = new(
        ProblemTypes.LedgerUnavailable, 503, "Nothing was saved", "The ledger does not answer. Try again soon.", RetryAfter: 5);

    public static Problem ModelUnavailable(string id) => new(
        ProblemTypes.ModelUnavailable, 409, "A model cannot answer now", $"'{id}' is unknown or not ready. Choose another one, or try again later.");

    public static Problem ContextTooSmall(string name) => new(
        ProblemTypes.ContextTooSmall, 422, "A model has too little room", $"The prompt and an answer do not fit into the context of {name}, or nothing of the document would. Leave it out, or ask for less.");

    /// <summary>The round trip before money is spent: the same request with <c>confirm_cost</c> goes through.</summary>
    public static ProblemHttpResult CostNotConfirmed(CostEstimate estimate) => TypedResults.Problem(
        title: "This costs money",
        detail: "Send the request again with confirm_cost, if that is wanted.",
        statusCode: StatusCodes.Status409Conflict,
        type: ProblemTypes.CostNotConfirmed,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["estimate"] = estimate });

    public static Problem? Of(RpcException exception) => exception.StatusCode switch
    {
        StatusCode.NotFound => NotFound,
        StatusCode.InvalidArgument => Problems.InvalidRequest("The request was refused."),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Cancelled => NotSaved,
        _ => null,
    };
}
