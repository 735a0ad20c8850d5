using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>
/// Battles as people come back to them: from the router while it keeps them, and later from the ledger. There is one rule for both: a battle
/// that was voted on is shown to everybody; until then only who knows its id, which cannot be guessed, sees it, and from the ledger only
/// who has its session.
/// </summary>
internal sealed class BattleArchive(
    BattleFinder battles, BattleAnswers answers, Ratings.RatingsClient ratings, TimeProvider time, ILogger<BattleArchive> logger)
{
    /// <summary>Null: unknown, or another voter's.</summary>
    /// <exception cref="RpcException">Neither the router nor the ledger answers.</exception>
    public async Task<BattleAnswer?> FindAsync(string battleId, string session, CancellationToken cancellationToken)
    {
        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return BattleFinder.IsPossibleId(battleId) && await ReadAsync(battleId, session, cancellationToken) is { } past
                ? past.ToAnswer()
                : null;
        }

        if (battle.State is not (BattleState.Answered or BattleState.Revealed))
        {
            return await answers.OfAsync(battle);
        }

        var recorded = await TryReadAsync(battle, cancellationToken);
        return await answers.OfAsync(battle) with { Reveal = recorded?.Vote?.ToAnswer(), Responses = recorded?.ToResponses() };
    }

    /// <summary>Both answers of a battle that the router knows, once they are in the ledger; null when it does not tell.</summary>
    public async Task<Sides<string>?> FindResponsesAsync(Battle battle, CancellationToken cancellationToken) =>
        (await TryReadAsync(battle, cancellationToken))?.ToResponses();

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

    /// <summary>In its own session's name: who came here knows the id. Null also when the ledger does not answer; its text then comes from the stream.</summary>
    private async Task<RecordedBattle?> TryReadAsync(Battle battle, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(battle.BattleId, battle.Session, cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RevealNotFound(exception, battle.BattleId);
            return null;
        }
    }
}
