using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Exports.Formats;

/// <summary>A pair of answers to one prompt. Columns as TRL documents them (dataset_formats, preference, conversational, explicit prompt).</summary>
internal sealed record PreferenceLine(
    IReadOnlyList<TurnRecord> Prompt, IReadOnlyList<TurnRecord> Chosen, IReadOnlyList<TurnRecord> Rejected, int? Margin, Provenance? Arena);

/// <summary>One answer, good or bad. Columns as TRL documents them (dataset_formats, unpaired preference, conversational).</summary>
internal sealed record UnpairedLine(IReadOnlyList<TurnRecord> Prompt, IReadOnlyList<TurnRecord> Completion, bool Label, Provenance? Arena);

/// <summary>A pair as OpenAI documents it (guides/direct-preference-optimization); Azure, Together and Fireworks read it too.</summary>
internal sealed record OpenAiLine(OpenAiInput Input, IReadOnlyList<TurnRecord> PreferredOutput, IReadOnlyList<TurnRecord> NonPreferredOutput, Provenance? Arena);

internal sealed record OpenAiInput(IReadOnlyList<TurnRecord> Messages, IReadOnlyList<string> Tools, bool ParallelToolCalls);

/// <summary>Where a line comes from.</summary>
internal sealed record Provenance(
    long Position, string Id, IReadOnlyList<string> Models, string Split, string? Voter, DateTimeOffset At, string Category, string Language, string? PairPolicy, IReadOnlyList<string> Flags);

/// <summary>
/// The one turn of a conversation that a pair can be made of: the first in which the two sides differ, after a history that they share. From
/// then on each side has a history of its own, and a pair needs one prompt.
/// </summary>
internal sealed record SharedTurn(IReadOnlyList<TurnRecord> Prompt, TurnRecord Left, TurnRecord Right)
{
    /// <summary>Null where both sides say the same, or differ in what they were asked.</summary>
    public static SharedTurn? Of(IReadOnlyList<TurnRecord> left, IReadOnlyList<TurnRecord> right)
    {
        var shared = 0;
        while (shared < Math.Min(left.Count, right.Count) && left[shared] == right[shared])
        {
            shared++;
        }

        return shared < Math.Min(left.Count, right.Count) && left[shared].Role is "assistant" && right[shared].Role is "assistant"
            ? new([.. left.Take(shared)], left[shared], right[shared])
            : null;
    }

    public TurnRecord On(Side side) => side == Side.Left ? Left : Right;
}
