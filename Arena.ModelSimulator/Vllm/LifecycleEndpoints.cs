using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.ModelSimulator.Vllm;

/// <summary>Sleep, pause, weights and adapters: vLLM's development mode and <c>--enable-sleep-mode</c>, both switched on.</summary>
internal static class LifecycleEndpoints
{
    public static void MapVllmLifecycle(this RouteGroupBuilder server)
    {
        server.MapPost("/sleep", SleepAsync);
        server.MapPost("/wake_up", WakeAsync);
        server.MapGet("/is_sleeping", (EngineScope scope) => TypedResults.Json(new SleepState(scope.Engines.Any(engine => engine.IsSleeping)), VllmJson.Wire.SleepState));
        server.MapPost("/pause", PauseAsync);
        server.MapPost("/resume", Resume);
        server.MapGet("/is_paused", (EngineScope scope) => TypedResults.Json(new PauseState(scope.Engines.Any(engine => engine.IsPaused)), VllmJson.Wire.PauseState));
        server.MapPost("/collective_rpc", RpcAsync);
        server.MapPost("/reset_prefix_cache", () => TypedResults.Ok());
        server.MapPost("/v1/load_lora_adapter", LoadAdapterAsync);
        server.MapPost("/v1/unload_lora_adapter", UnloadAdapterAsync);
    }

    // Query parameters only: a JSON body is ignored, as with the real server.
    private static async Task<IResult> SleepAsync(EngineScope scope, string? level, string? mode, CancellationToken cancellationToken)
    {
        if (level is not (null or "1" or "2") || mode is not (null or "abort" or "wait"))
        {
            return VllmErrors.BadRequest($"level is 1 or 2, mode is abort or wait; not '{level}', '{mode}'.");
        }

        await Task.WhenAll(scope.Engines.Select(engine => engine.SleepAsync(level == "2" ? 2 : 1, mode == "wait", cancellationToken)));
        return TypedResults.Ok();
    }

    private static async Task<IResult> WakeAsync(EngineScope scope, HttpContext http, CancellationToken cancellationToken)
    {
        var tags = http.Request.Query["tags"].OfType<string>().ToList();
        if (tags.Find(tag => tag is not ("weights" or "kv_cache")) is { } unknown)
        {
            return VllmErrors.BadRequest($"tags are weights and kv_cache; not '{unknown}'.");
        }

        try
        {
            await Task.WhenAll(scope.Engines.Select(engine => engine.WakeAsync(tags, cancellationToken)));
            return TypedResults.Ok();
        }
        catch (VideoMemoryException e)
        {
            return VllmErrors.Result(500, e.Message);
        }
    }

    private static async Task<IResult> PauseAsync(EngineScope scope, string? mode, CancellationToken cancellationToken)
    {
        if (mode is not (null or "abort" or "wait" or "keep"))
        {
            return TypedResults.Json(new PlainError($"Invalid mode: {mode}"), VllmJson.Wire.PlainError, statusCode: 400);
        }

        await Task.WhenAll(scope.Engines.Select(engine => engine.PauseAsync(mode ?? "abort", cancellationToken)));
        return TypedResults.Json(new PauseStatus("paused"), VllmJson.Wire.PauseStatus);
    }

    private static JsonHttpResult<PauseStatus> Resume(EngineScope scope)
    {
        foreach (var engine in scope.Engines)
        {
            engine.Resume();
        }

        return TypedResults.Json(new PauseStatus("resumed"), VllmJson.Wire.PauseStatus);
    }

    private static async Task<IResult> RpcAsync(EngineScope scope, HttpContext http, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(VllmJson.Wire.RpcRequest, cancellationToken);
        if (request?.Method is not { } method)
        {
            return VllmErrors.BadRequest(request is null ? invalid : "Missing 'method' in request body");
        }

        if (method != "reload_weights")
        {
            return VllmErrors.Result(500, $"Method '{method}' is not implemented.");
        }

        await Task.WhenAll(scope.Engines.Select(engine => engine.ReloadWeightsAsync()));
        return TypedResults.Json(new RpcResponse([.. scope.Engines.Select(_ => (string?)null)]), VllmJson.Wire.RpcResponse);
    }

    private static async Task<IResult> LoadAdapterAsync(EngineScope scope, HttpContext http, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(VllmJson.Wire.AdapterRequest, cancellationToken);
        if (request is not { LoraName: { Length: > 0 } name, LoraPath.Length: > 0 })
        {
            return VllmErrors.BadRequest(request is null ? invalid : "Both 'lora_name' and 'lora_path' must be provided.");
        }

        return scope.Engines.Any(engine => engine.Answers(name)) || !scope.Engines[0].AddAdapter(name)
            ? VllmErrors.BadRequest($"The lora adapter '{name}' has already been loaded.")
            : TypedResults.Text($"Success: LoRA adapter '{name}' added successfully.");
    }

    private static async Task<IResult> UnloadAdapterAsync(EngineScope scope, HttpContext http, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(VllmJson.Wire.AdapterRequest, cancellationToken);
        if (request is not { LoraName: { Length: > 0 } name })
        {
            return VllmErrors.BadRequest(request is null ? invalid : "'lora_name' needs to be provided to unload a LoRA adapter.");
        }

        return scope.Engines.Any(engine => engine.RemoveAdapter(name))
            ? TypedResults.Text($"Success: LoRA adapter '{name}' removed successfully.")
            : VllmErrors.Result(404, $"The lora adapter '{name}' cannot be found.");
    }
}
