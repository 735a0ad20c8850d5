using Arena.Ratings.Ledger;

namespace Arena.Ratings.Votes;

/// <summary>A vote in the ledger, and the battle it is on.</summary>
/// <param name="Duplicate">Whether it had been there before this call.</param>
internal sealed record RecordedVote(Battle Battle, Vote Vote, bool Duplicate)
{
    public BattleAnswer Answer(Side side) => Battle.Answers.Single(answer => answer.Side == side);

    public RatingStep Step(Side side) =>
        Vote.Steps.Single(step => step.ModelId == Battle.ModelOn(side));
}
