using System.Diagnostics;
using System.Text;
using Arena.Contracts.Router;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Api;

/// <summary>Opens battles and shows where they are.</summary>
internal static class BattleEndpoints
{
    /// <summary>
    /// A repeated request with the same key is answered with the battle of the first.
    /// See https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/.
    /// </summary>
    public const string IdempotencyKey = "Idempotency-Key";

    private const int LongestKey = 128;

    public static IEndpointRouteBuilder MapBattleCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/start_battle", Start).WithName("StartBattle").WithSummary("Opens a battle between two models unknown to the voter.");
        routes.MapPost("/battles/{battleId}/next", Next).WithName("NextView").WithSummary("The same prompt for another pair.");
        routes.MapGet("/battles/{battleId}", Get).WithName("GetBattle").WithSummary("Where a battle is; once voted, also the reveal.");
        return routes;
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Start(
        StartBattleBody body, [FromHeader(Name = IdempotencyKey)] string? key, HttpContext context, Router.RouterClient router, IOptions<BattleOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if ((Check(body, options.Value) ?? CheckKey(key)) is { } problem)
        {
            return problem;
        }

        using var activity = BattleTracing.Source.StartActivity("battle");
        var battle = await router.StartBattleAsync(
            new()
            {
                Message = body.Message,
                ViewIndex = body.ViewIndex ?? 0,
                Session = body.Session ?? VoterSession.ReadOrCreate(context),
                TraceParent = Activity.Current?.Id ?? "",
                Models = { body.Models ?? [] },
                IdempotencyKey = key ?? "",
            },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return TypedResults.Ok(battle.ToAnswer());
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Next(
        string battleId, [FromHeader(Name = IdempotencyKey)] string? key, Router.RouterClient router, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!BattleFinder.IsPossibleId(battleId))
        {
            return Problems.BattleNotFound;
        }

        if (CheckKey(key) is { } problem)
        {
            return problem;
        }

        using var activity = BattleTracing.Source.StartActivity("battle");
        var battle = await router.NextViewAsync(
            new() { BattleId = battleId, TraceParent = Activity.Current?.Id ?? "", IdempotencyKey = key ?? "" },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return TypedResults.Ok(battle.ToAnswer());
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Get(
        string battleId, BattleFinder battles, VoteDesk votes, CancellationToken cancellationToken)
    {
        if (await battles.FindAsync(battleId, cancellationToken) is not { } battle)
        {
            return Problems.BattleNotFound;
        }

        var reveal = battle.State is BattleState.Revealed ? await votes.FindAsync(battleId, cancellationToken) : null;
        return TypedResults.Ok(battle.ToAnswer() with { Reveal = reveal });
    }

    public static Problem? CheckKey(string? key) => key is { Length: > LongestKey }
        ? Problems.InvalidRequest($"{IdempotencyKey} must have at most {LongestKey} characters.")
        : null;

    private static Problem? Check(StartBattleBody body, BattleOptions options) => body switch
    {
        { Message: var message } when string.IsNullOrWhiteSpace(message) => Problems.MessageEmpty,
        { Message: var message } when Encoding.UTF8.GetByteCount(message) > options.MaxMessageBytes => Problems.MessageTooLong,
        { Message: var message } when message.Contains('\0', StringComparison.Ordinal) =>
            Problems.InvalidRequest("message must not contain U+0000."),
        { ViewIndex: < 0 } => Problems.InvalidViewIndex,
        { Models: { } models } when models.Count != 2 || models.Any(string.IsNullOrWhiteSpace) || models[0] == models[1] =>
            Problems.InvalidRequest("models must name two different models, or be left out."),
        { Session: { } session } when session.Length is 0 or > VoterSession.LongestSession || session.Any(char.IsControl) =>
            Problems.InvalidRequest($"session must have 1 to {VoterSession.LongestSession} characters, none of them a control character."),
        _ => null,
    };
}
