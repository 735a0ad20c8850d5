using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>
/// Battles as people come back to them: from the router while it keeps them, and later from the ledger. There is one rule for both: a battle
/// that was voted on is shown to everybody; until then only who knows its id, which cannot be guessed, sees it, and from the ledger only
/// who has its session.
/// </summary>
internal sealed class BattleArchive(BattleFinder battles, Ratings.RatingsClient ratings, TimeProvider time, ILogger<BattleArchive> logger)
{
    /// <summary>Null: unknown, or another voter's.</summary>
    /// <exception cref="RpcException">Neither the router nor the ledger answers.</exception>
    public async Task<BattleAnswer?> FindAsync(string battleId, string session, CancellationToken cancellationToken)
    {
        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return BattleFinder.IsPossibleId(battleId) && await ReadAsync(battleId, session, cancellationToken) is { } recorded
                ? recorded.ToAnswer()
                : null;
        }

        if (battle.State is not BattleState.Revealed)
        {
            return battle.ToAnswer();
        }

        var voted = await TryReadAsync(battleId, cancellationToken);
        return battle.ToAnswer() with { Reveal = voted?.Vote.ToAnswer(), Responses = voted?.ToResponses() };
    }

    /// <summary>A session's own battles, newest first; empty for who has none.</summary>
    /// <param name="page">From 1.</param>
    public async Task<ListBattlesResponse> ListAsync(string session, int page, int size, CancellationToken cancellationToken) => session.Length == 0
        ? new()
        : await ratings.ListBattlesAsync(new() { Session = session, Page = page, Size = size }, deadline: Deadline, cancellationToken: cancellationToken);

    private DateTime Deadline => time.GetUtcNow().UtcDateTime + BattleFinder.Patience;

    private async Task<RecordedBattle?> ReadAsync(string battleId, string session, CancellationToken cancellationToken)
    {
        try
        {
            return await ratings.GetBattleAsync(new() { BattleId = battleId, Session = session }, deadline: Deadline, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Null also when the ledger does not answer: the battle is shown without its reveal then.</summary>
    private async Task<RecordedBattle?> TryReadAsync(string battleId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(battleId, session: "", cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RevealNotFound(exception, battleId);
            return null;
        }
    }
}
