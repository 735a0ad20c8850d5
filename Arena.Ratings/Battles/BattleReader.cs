using Arena.Ratings.Ledger;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Battles;

/// <summary>Shows battles to people: a voted one to everybody, another one to its own voter only.</summary>
internal sealed class BattleReader(LedgerContext ledger, SessionHasher sessions)
{
    public const int MaxPage = 1_000_000;
    public const int MaxSize = 200;

    /// <summary>With texts and vote; null when it is not in the ledger, or not voted on and of another session.</summary>
    public async Task<Battle?> FindAsync(string battleId, string session, CancellationToken cancellationToken)
    {
        if (battleId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL cannot even compare it
        }

        var battle = await ledger.Battles.AsNoTracking().Include(known => known.Prompt).WithVote()
            .SingleOrDefaultAsync(known => known.Id == battleId, cancellationToken);
        return battle?.Vote is not null || await OwnsAsync(battle, session, cancellationToken) ? battle : null;
    }

    /// <summary>
    /// The battles that a session started, newest first, and how many there are. A turn without a vote that the conversation went on from is no
    /// battle of its own to a person.
    /// </summary>
    public async Task<(IReadOnlyList<Battle> Battles, int Total)> ListAsync(string session, int page, int size, CancellationToken cancellationToken)
    {
        var hash = await sessions.HashAsync(ledger, session, cancellationToken);
        var own = ledger.Battles.AsNoTracking().Where(battle => battle.SessionHash == hash);
        var listed = own.Where(battle => battle.Vote != null || !own.Any(longer =>
            longer.PromptId == battle.PromptId && longer.ViewIndex == battle.ViewIndex && longer.Turns > battle.Turns));
        var battles = await listed
            .Include(battle => battle.Prompt).Include(battle => battle.Answers).Include(battle => battle.Vote).AsSingleQuery()
            .OrderByDescending(battle => battle.CreatedAt).ThenBy(battle => battle.Id)
            .Skip((page - 1) * size).Take(size)
            .ToListAsync(cancellationToken);
        return (battles, await listed.CountAsync(cancellationToken));
    }

    private async Task<bool> OwnsAsync(Battle? battle, string session, CancellationToken cancellationToken) =>
        battle?.SessionHash is { } owner && await sessions.HashAsync(ledger, session, cancellationToken) is { } hash && owner.AsSpan().SequenceEqual(hash);
}
