using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Campaigns;

/// <summary>The votes of a campaign.</summary>
internal sealed class CampaignVotes(LedgerContext ledger)
{
    /// <summary>Every vote on a battle that was opened for the campaign, in the order of votes.</summary>
    public Task<List<CampaignVote>> ReadAsync(string campaign, CancellationToken cancellationToken) => (
        from assignment in ledger.CampaignAssignments
        join battle in ledger.Battles on assignment.BattleId equals battle.Id
        join vote in ledger.Votes on battle.Id equals vote.BattleId
        where assignment.Campaign == campaign
        orderby vote.Sequence
        select new CampaignVote(
            battle.Id, assignment.Prompt, assignment.SessionHash, assignment.RepeatOf, battle.LeftModelId, battle.RightModelId, vote.Preference, battle.NotRatedBecause == null))
        .AsNoTracking().ToListAsync(cancellationToken);
}

/// <summary>A vote of a campaign.</summary>
/// <param name="RepeatOf">The battle that it repeats; null for a new one.</param>
internal sealed record CampaignVote(
    string BattleId, int Prompt, byte[] Voter, string? RepeatOf, string Left, string Right, Preference Preference, bool IsRated)
{
    /// <summary>The outcome, whichever side the models sat on.</summary>
    public Outcome Outcome => Preference switch
    {
        Preference.Tie => Outcome.Tie,
        Preference.BothBad => Outcome.BothBad,
        Preference.Left => string.CompareOrdinal(Left, Right) < 0 ? Outcome.First : Outcome.Second,
        _ => string.CompareOrdinal(Left, Right) < 0 ? Outcome.Second : Outcome.First,
    };

    public (string First, string Second) Pair => string.CompareOrdinal(Left, Right) < 0 ? (Left, Right) : (Right, Left);
}

/// <summary>Which of a pair, in the order of ids, was better.</summary>
internal enum Outcome
{
    First,
    Second,
    Tie,
    BothBad,
}
