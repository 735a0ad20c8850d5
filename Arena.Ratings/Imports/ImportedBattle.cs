using Arena.Ratings.Battles;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Imports;

/// <summary>A battle and its vote, as a line of a file tells them.</summary>
/// <param name="Voter">Who voted, as the file has it; empty when it does not say.</param>
/// <param name="NotRatedBecause">What the line itself says against rating it; null when nothing.</param>
internal sealed record ImportedBattle(
    string Id, string Source, string LeftModel, string RightModel, Preference Preference, DateTimeOffset At, string Voter, string? Language, string? Category,
    ImportedSide Left, ImportedSide Right, string? NotRatedBecause)
{
    public string Prompt => Left.Turns.FirstOrDefault(turn => turn.Role is "user")?.Content ?? "";
}

/// <summary>One side.</summary>
/// <param name="OutputTokens">Null when the file does not say.</param>
internal sealed record ImportedSide(IReadOnlyList<TurnRecord> Turns, int? OutputTokens)
{
    public string Answer => Turns.LastOrDefault(turn => turn.Role is "assistant")?.Content ?? "";
}

/// <summary>A line that is no vote that the ledger could keep; the message says why.</summary>
internal sealed class ImportLineException(string message) : Exception(message);
