using Arena.Ratings.Battles;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Exports;

/// <summary>A piece of evidence at its place in the chain, with its texts.</summary>
/// <param name="Voter">A pseudonym of the voter; null when there was no session.</param>
internal abstract record ExportItem(long Position, string Prompt, string? Voter);

/// <summary>A vote on a battle. Conversations end with what was judged.</summary>
internal sealed record VoteItem(
    long Position, Battle Battle, Vote Vote, VoteFlags Flags, string Prompt, string? Voter, IReadOnlyList<TurnRecord> Left, IReadOnlyList<TurnRecord> Right)
    : ExportItem(Position, Prompt, Voter)
{
    /// <summary>Winner and loser; null for a tie or two bad answers.</summary>
    public (Side Winner, Side Loser)? Decision => Vote.Preference switch
    {
        Preference.Left => (Side.Left, Side.Right),
        Preference.Right => (Side.Right, Side.Left),
        _ => null,
    };

    public IReadOnlyList<TurnRecord> Turns(Side side) => side == Side.Left ? Left : Right;

    public string Model(Side side) => Battle.ModelOn(side);

    public BattleAnswer Answer(Side side) => Battle.Answers.Single(answer => answer.Side == side);
}

/// <summary>One voter's stars for a comparison.</summary>
internal sealed record StarsItem(long Position, Comparison Comparison, string Prompt, string? Voter, IReadOnlyList<StarredAnswer> Answers)
    : ExportItem(Position, Prompt, Voter);

/// <summary>What somebody scored one side of a battle, by a rubric.</summary>
internal sealed record ScoreItem(long Position, Battle Battle, RubricScore Score, string Prompt, string? Voter, IReadOnlyList<TurnRecord> Turns)
    : ExportItem(Position, Prompt, Voter)
{
    /// <summary>Whose answer was scored.</summary>
    public string Model => Battle.ModelOn(Score.Side);
}

/// <summary>Why somebody voted as they did.</summary>
internal sealed record FeedbackItem(long Position, Battle Battle, VoteFeedback Feedback, string Prompt, string? Voter)
    : ExportItem(Position, Prompt, Voter);

/// <summary>An answer, and what the voter gave it.</summary>
internal sealed record StarredAnswer(string ModelId, int Stars, IReadOnlyList<TurnRecord> Turns);
