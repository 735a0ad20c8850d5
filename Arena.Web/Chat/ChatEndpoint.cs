using System.Diagnostics;
using System.Runtime.CompilerServices;
using Arena.Contracts.Router;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Arena.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>The hybrid entry: a query is answered with tools, or opens a battle; the router decides.</summary>
internal static class ChatEndpoint
{
    public static IEndpointRouteBuilder MapChatCall(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/chat", Post).WithName("Chat").WithTags("Chat")
            .WithSummary("Answers with text and tool calls, or opens a battle; as server-sent events, the first says where the query went and why.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
        return routes;
    }

    private static async Task<Results<ChatStream, Problem>> Post(
        ChatBody body, [FromHeader(Name = IdempotencyKey.Header)] string? key, HttpContext context, ChatRules rules, Router.RouterClient router,
        ToolAnswer answers, ModelCatalogue catalogue, IOptions<ChatOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if ((rules.Check(body) ?? IdempotencyKey.Check(key)) is { } problem)
        {
            return problem;
        }

        using var activity = BattleTracing.Source.StartActivity("chat");
        var session = body.Session ?? VoterSession.ReadOrCreate(context);
        var decision = await router.RouteAsync(
            ChatRequests.ToRoute(body, session), deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience, cancellationToken: cancellationToken);
        if (decision.Route == ChatRules.Tools)
        {
            var route = ChatEvent.Route(decision, await catalogue.NameOfAsync(decision.ModelId));
            var request = ChatRequests.ToGenerate(body, decision.ModelId, options.Value.MaxTokens);
            return new ChatStream(AnswerAsync(route, answers, request, CancellationToken.None));
        }

        var battle = await router.StartBattleAsync(
            new() { Message = ChatRequests.QuestionOf(body), Session = session, TraceParent = Activity.Current?.Id ?? "", IdempotencyKey = key ?? "" },
            deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
            cancellationToken: cancellationToken);
        return new ChatStream(Opened(ChatEvent.Route(decision, displayName: null), ChatEvent.Battle(battle.ToAnswer())));
    }

    /// <summary>The route is sent before the model is asked: it may take long to say its first word.</summary>
    private static async IAsyncEnumerable<ChatEvent> AnswerAsync(
        ChatEvent route, ToolAnswer answers, Contracts.Inference.GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return route;
        await foreach (var item in answers.StreamAsync(request, cancellationToken))
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<ChatEvent> Opened(ChatEvent route, ChatEvent battle)
    {
        await Task.CompletedTask;
        yield return route;
        yield return battle;
    }
}
