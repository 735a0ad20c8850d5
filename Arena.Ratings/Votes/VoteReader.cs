using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Votes;

/// <summary>Finds votes that were counted.</summary>
internal sealed class VoteReader(LedgerContext ledger)
{
    /// <summary>Null when the battle is not in the ledger or was not voted on.</summary>
    public async Task<RecordedVote?> FindAsync(string battleId, CancellationToken cancellationToken)
    {
        if (battleId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL cannot even compare it
        }

        var battle = await ledger.Battles.AsNoTracking().WithVote().SingleOrDefaultAsync(known => known.Id == battleId, cancellationToken);
        return battle?.Vote is { } vote ? new(battle, vote, Duplicate: true) : null;
    }
}

internal static class BattleQueries
{
    /// <summary>With both answers, the vote and its steps: what a reveal shows.</summary>
    public static IQueryable<Battle> WithVote(this IQueryable<Battle> battles) => battles
        .Include(battle => battle.Answers).ThenInclude(answer => answer.Text)
        .Include(battle => battle.Vote!.Steps)
        .AsSingleQuery();
}
