using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Vllm;

/// <summary>
/// vLLM's HTTP interface: at the root as one server that lists every model, and below <c>/engines/{engine}</c> as real vLLM is, one
/// engine each.
/// </summary>
internal static class VllmEndpoints
{
    public static IEndpointRouteBuilder MapVllm(this IEndpointRouteBuilder routes)
    {
        MapServer(routes.MapGroup(""));
        MapServer(routes.MapGroup("/engines/{engine}").AddEndpointFilter(OnlyLivingEngineAsync));
        return routes;
    }

    private static void MapServer(RouteGroupBuilder server)
    {
        server.MapGet("/health", Health).WithOrder(-1); // before the health endpoint that every service has
        server.MapGet("/ping", Health);
        server.MapGet("/version", (IOptions<SimulatorOptions> options) => TypedResults.Json(new VersionResponse(options.Value.Vllm.Version), VllmJson.Wire.VersionResponse));
        server.MapGet("/load", (EngineScope scope) => TypedResults.Json(new LoadResponse(scope.Engines.Sum(engine => engine.Metrics.NowRunning + engine.Metrics.NowWaiting)), VllmJson.Wire.LoadResponse));
        server.MapGet("/metrics", (EngineScope scope) => TypedResults.Text(VllmMetrics.Write([.. scope.Engines.Select(engine => engine.Metrics)]), "text/plain; version=0.0.4; charset=utf-8"));
        server.MapGet("/v1/models", Models);
        server.MapPost("/v1/chat/completions", ChatEndpoint.ChatAsync);
        server.MapPost("/tokenize", TokenizeAsync);
        server.MapVllmLifecycle();
    }

    private static async ValueTask<object?> OnlyLivingEngineAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var name = http.GetRouteValue("engine") as string;
        var engine = http.RequestServices.GetRequiredService<VllmNode>().Engines.FirstOrDefault(engine => engine.Model.Id == name);
        if (engine is null)
        {
            return VllmErrors.Result(404, $"No engine is named '{name}'.");
        }

        if (engine.IsDead)
        {
            http.Abort(); // nobody listens: its process is gone
            return Results.Empty;
        }

        return await next(context);
    }

    // 503 only when the engine is dead: it stays 200 while the engine hangs or sleeps (vllm#39863).
    private static StatusCodeHttpResult Health(EngineScope scope) =>
        TypedResults.StatusCode(scope.Engines.All(engine => engine.IsDead) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);

    private static JsonHttpResult<ModelList> Models(EngineScope scope)
    {
        var cards = scope.Engines.Where(engine => !engine.IsDead).SelectMany(engine =>
        {
            var (id, created, length) = (engine.Model.Id, engine.StartedAt.ToUnixTimeSeconds(), engine.Model.Options.ContextLength);
            return engine.Adapters
                .Select(adapter => new ModelCard(adapter, "model", created, "arena-simulator", adapter, id, null, []))
                .Prepend(new ModelCard(id, "model", created, "arena-simulator", id, null, length, []));
        });
        return TypedResults.Json(new ModelList("list", [.. cards]), VllmJson.Wire.ModelList);
    }

    private static async Task<IResult> TokenizeAsync(EngineScope scope, HttpContext http, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(VllmJson.Wire.TokenizeRequest, cancellationToken);
        if (request is null)
        {
            return VllmErrors.BadRequest(invalid);
        }

        var name = request.Model ?? scope.Engines[0].Model.Id;
        if (scope.Engines.FirstOrDefault(engine => engine.Answers(name)) is not { } engine)
        {
            return VllmErrors.UnknownModel(name);
        }

        var count = request.Messages is { } messages ? Tokenizer.CountPrompt(ChatEndpoint.Turns(messages)) : Tokenizer.Count(request.Prompt ?? "");
        return TypedResults.Json(new TokenizeResponse(count, engine.Model.Options.ContextLength, [.. Enumerable.Range(0, count)]), VllmJson.Wire.TokenizeResponse);
    }
}
