using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Web.Battles.Runs;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>Takes votes. The ledger alone decides on them, so that a vote counts also while the sessions are away.</summary>
internal sealed class VoteDesk(
    Ratings.RatingsClient ratings, BattleFinder battles, BattleStates states, BattleMetrics metrics, TimeProvider time,
    ILogger<VoteDesk> logger)
{
    /// <summary>The reveal, durable; or why there is none.</summary>
    public async Task<(VoteAnswer? Reveal, Problem? Problem)> VoteAsync(
        string battleId, Preference preference, string session, string idempotencyKey, CancellationToken cancellationToken)
    {
        if (!BattleFinder.IsPossibleId(battleId))
        {
            return (null, Problems.BattleNotFound);
        }

        var battle = await battles.TryFindAsync(battleId, cancellationToken);
        if (battle?.State is BattleState.Continued)
        {
            return (null, Problems.BattleContinued);
        }

        using var activity = BattleTracing.StartInBattle("battle vote", battle?.TraceParent, Activity.Current?.Context ?? default);
        VoteResult result;
        try
        {
            result = await ratings.SubmitVoteAsync(
                new() { BattleId = battleId, Preference = preference, Session = session, IdempotencyKey = idempotencyKey },
                deadline: Deadline,
                cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound)
        {
            return (null, Explain(battle ?? await battles.FindAsync(battleId, cancellationToken)));
        }
        catch (RpcException exception)
            when (!cancellationToken.IsCancellationRequested && Problems.Of(exception, Problems.LedgerUnavailable) is { } problem)
        {
            logger.VoteNotTaken(exception, battleId, problem.Type);
            return (null, problem);
        }

        if (!result.Duplicate)
        {
            metrics.VoteCounted(Names.Of(preference));
        }

        await states.TryAdvanceAsync(battleId, BattleState.Revealed, cancellationToken);
        return (result.ToAnswer(), null);
    }

    private DateTime Deadline => time.GetUtcNow().UtcDateTime + BattleFinder.Patience;

    private static Problem Explain(Battle? battle) => battle?.State switch
    {
        null => Problems.BattleNotFound,
        BattleState.Failed => Problems.BattleFailed,
        _ => Problems.BattleNotAnswered,
    };
}
