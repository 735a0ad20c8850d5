using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Web.Battles.Api;

/// <summary>Whether a battle can be had now. Always an answer, and soon: each service is asked at once, and none is waited for long.</summary>
internal static class StatusEndpoint
{
    private const string Healthy = "healthy";
    private const string Unhealthy = "unhealthy";
    private const string Unknown = "unknown";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", Get).WithName("GetStatus").WithSummary("Which models and services answer now.");
        return routes;
    }

    private static async Task<Ok<StatusAnswer>> Get(
        HttpRequest request, Router.RouterClient router, Inference.InferenceClient inference, Ratings.RatingsClient ratings,
        TimeProvider time, ILogger<StatusAnswer> logger, CancellationToken cancellationToken)
    {
        var options = new CallOptions(deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancellationToken);
        var status = AskAsync(token => router.GetStatusAsync(new(), options.WithCancellationToken(token)), time, logger, cancellationToken);
        var models = AskAsync(token => inference.ListModelsAsync(new(), options.WithCancellationToken(token)), time, logger, cancellationToken);
        var board = AskAsync(
            token => ratings.GetLeaderboardAsync(new() { Page = 1, Size = 1 }, options.WithCancellationToken(token)), time, logger, cancellationToken);
        await Task.WhenAll(status, models, board);

        var known = (await models)?.Models ?? [];
        var active = known.Where(model => model.Available).Select(model => model.DisplayName).Order(StringComparer.Ordinal).ToList();
        return TypedResults.Ok(new StatusAnswer(
            Available: active.Count >= 2 && await status is not null,
            known.Count,
            active,
            (await status)?.ActiveBattles ?? 0,
            new Backends(
                // Only the gateway adds this header: what comes through it proves that it works.
                Gateway: request.Headers.ContainsKey("X-Forwarded-For") ? Healthy : Unknown,
                Web: Healthy,
                StateOf(await status),
                StateOf(await models),
                StateOf(await board)),
            (await status)?.SessionStore ?? Unknown));
    }

    private static string StateOf(object? answer) => answer is null ? Unhealthy : Healthy;

    /// <summary>Null when there is no answer in time, whatever the reason.</summary>
    private static async Task<T?> AskAsync<T>(
        Func<CancellationToken, AsyncUnaryCall<T>> ask, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.BackendSilent(exception);
            return null;
        }
    }
}
