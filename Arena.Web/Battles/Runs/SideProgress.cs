using Arena.Contracts.Inference;

namespace Arena.Web.Battles.Runs;

/// <summary>What one side of a battle came to: exactly one of the four is set.</summary>
/// <param name="Slot">The side.</param>
/// <param name="Text">The next visible piece.</param>
/// <param name="Answer">The side is complete.</param>
/// <param name="Preparing">The model is not in memory yet.</param>
/// <param name="Failure">The side failed, in words for operators; a voter never sees them.</param>
internal sealed record SideProgress(Slot Slot, string? Text = null, SideAnswer? Answer = null, Preparing? Preparing = null, string? Failure = null);

/// <summary>A whole answer.</summary>
/// <param name="Text">As it was shown.</param>
/// <param name="Completed">How it came to be.</param>
internal sealed record SideAnswer(string Text, Completed Completed);
