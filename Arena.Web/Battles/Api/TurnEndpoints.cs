using System.Diagnostics;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Arena.Web.Battles.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Api;

/// <summary>What a voter may do between the question and the vote: ask on, or stop.</summary>
internal static class TurnEndpoints
{
    public static IEndpointRouteBuilder MapTurns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/battles/{battleId}/continue", Continue).WithName("ContinueBattle")
            .WithSummary("The next turn with the same two models: another battle, that knows what was said before.");
        routes.MapPost("/battles/{battleId}/stop", Stop).WithName("StopBattle").WithSummary("Stops both models; the battle is void.");
        return routes;
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Continue(
        string battleId, ContinueBody body, BattleFinder battles, BattleArchive archive, IBattleLog log, BattleStates states,
        Router.RouterClient router, BattleAnswers answers, IOptions<BattleOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (MessageRules.Check(body.Message, options.Value) is { } problem)
        {
            return problem;
        }

        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return Problems.BattleNotFound;
        }

        var transcript = Transcript.Of(await log.ReadAsync(battleId, after: 0));
        var responses = battle.State is BattleState.Answered or BattleState.Continued && !transcript.IsAnswered
            ? await archive.FindResponsesAsync(battle, cancellationToken) // the log was lost with its process
            : new(transcript.A, transcript.B);
        if (responses is null)
        {
            return Problems.BattleNotFound;
        }

        if (battle.State is BattleState.Streaming && transcript.IsAnswered)
        {
            await states.TryAdvanceAsync(battleId, BattleState.Answered, cancellationToken); // the router was away when it ended
        }

        using var activity = BattleTracing.Source.StartActivity("battle");
        var next = await router.ContinueBattleAsync(
            new()
            {
                BattleId = battleId,
                Message = body.Message,
                AnswerA = responses.A,
                AnswerB = responses.B,
                TraceParent = Activity.Current?.Id ?? "",
            },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return TypedResults.Ok(await answers.OfAsync(next));
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Stop(
        string battleId, BattleFinder battles, BattleAnswers answers, IBattleLog log, BattleStates states, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return Problems.BattleNotFound;
        }

        // The run that writes finds its lease gone, at its next event or renewal, and calls its models off.
        if (await log.TryStopAsync(battleId, new(BattleEvent.Failed, EventData.Stopped, time.GetUtcNow())))
        {
            await states.TryAdvanceAsync(battleId, BattleState.Failed, cancellationToken);
            battle.State = BattleState.Failed;
        }

        return TypedResults.Ok(await answers.OfAsync(battle));
    }
}
