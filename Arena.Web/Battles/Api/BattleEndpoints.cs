using System.Diagnostics;
using Arena.Contracts.Router;
using Arena.Web.Documents;
using Arena.Web.Documents.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Api;

/// <summary>Opens battles and shows where they are.</summary>
internal static class BattleEndpoints
{
    public static IEndpointRouteBuilder MapBattleCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/start_battle", Start).WithName("StartBattle").WithSummary("Opens a battle between two models unknown to the voter.");
        routes.MapPost("/battles/{battleId}/next", Next).WithName("NextView").WithSummary("The same prompt for another pair.");
        routes.MapGet("/battles/{battleId}", Get).WithName("GetBattle").WithSummary("Where a battle is; once voted, also the reveal.");
        return routes;
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Start(
        StartBattleBody body, [FromHeader(Name = IdempotencyKey.Header)] string? key, HttpContext context, Router.RouterClient router,
        BattleAnswers answers, DocumentArchive documents, IOptions<BattleOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if ((Check(body, options.Value) ?? IdempotencyKey.Check(key)) is { } problem)
        {
            return problem;
        }

        var session = body.Session ?? VoterSession.ReadOrCreate(context);
        var document = body.Document is null ? null : await documents.FindAsync(body.Document, session, cancellationToken);
        if (document is null && body.Document is not null)
        {
            return DocumentProblems.NotFound;
        }

        using var activity = BattleTracing.Source.StartActivity("battle");
        var battle = await router.StartBattleAsync(
            new()
            {
                Message = body.Message,
                ViewIndex = body.ViewIndex ?? 0,
                Session = session,
                DocumentId = document?.DocumentId ?? "",
                Eligibility = new() { ContextTokens = document is null ? 0 : new RenderedDocument(document).Tokens },
                TraceParent = Activity.Current?.Id ?? "",
                Models = { body.Models ?? [] },
                IdempotencyKey = key ?? "",
            },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return TypedResults.Ok(await answers.OfAsync(battle));
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Next(
        string battleId, [FromHeader(Name = IdempotencyKey.Header)] string? key, Router.RouterClient router, BattleAnswers answers, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!BattleFinder.IsPossibleId(battleId))
        {
            return Problems.BattleNotFound;
        }

        if (IdempotencyKey.Check(key) is { } problem)
        {
            return problem;
        }

        using var activity = BattleTracing.Source.StartActivity("battle");
        var battle = await router.NextViewAsync(
            new() { BattleId = battleId, TraceParent = Activity.Current?.Id ?? "", IdempotencyKey = key ?? "" },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return TypedResults.Ok(await answers.OfAsync(battle));
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Get(
        string battleId, HttpRequest request, BattleArchive archive, CancellationToken cancellationToken) =>
        await archive.FindAsync(battleId, VoterSession.Read(request), cancellationToken) is { } battle
            ? TypedResults.Ok(battle)
            : Problems.BattleNotFound;

    private static Problem? Check(StartBattleBody body, BattleOptions options) => body switch
    {
        _ when MessageRules.Check(body.Message, options) is { } problem => problem,
        { ViewIndex: < 0 } => Problems.InvalidViewIndex,
        { Models: { } models } when models.Count != 2 || models.Any(string.IsNullOrWhiteSpace) || models[0] == models[1] =>
            Problems.InvalidRequest("models must name two different models, or be left out."),
        _ when VoterSession.Broken(body.Session) is { } broken => Problems.InvalidRequest(broken),
        _ => null,
    };
}
