using Arena.Contracts.Inference;

namespace Arena.Web.Compare.Runs;

/// <summary>What one answer of a comparison came to: exactly one of the last four is set.</summary>
/// <param name="Position">From 1, as shown.</param>
/// <param name="Text">The next visible piece.</param>
/// <param name="Whole">The answer is complete.</param>
/// <param name="Preparing">The model is not in memory yet.</param>
/// <param name="Failure">It broke off, or never began.</param>
internal sealed record ComparedProgress(
    int Position, string? Text = null, WholeAnswer? Whole = null, Preparing? Preparing = null, AnswerFailure? Failure = null);

/// <summary>A whole answer.</summary>
/// <param name="Text">As it was shown.</param>
/// <param name="Completed">How it came to be.</param>
internal sealed record WholeAnswer(string Text, Completed Completed);

/// <summary>Why there is no whole answer.</summary>
/// <param name="Cause">
/// As Inference names it, or <c>timeout</c>, <c>too_long</c>, <c>blank</c>, <c>refused</c>, <c>interrupted</c>, <c>document_erased</c>: kept
/// with the comparison.
/// </param>
/// <param name="Detail">For operators.</param>
internal sealed record AnswerFailure(string Cause, string Detail);
