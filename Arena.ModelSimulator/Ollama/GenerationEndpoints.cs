using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Arena.ModelSimulator.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Ollama;

/// <summary><c>POST /api/chat</c> and <c>POST /api/generate</c>: they differ in where the prompt comes from and the text goes.</summary>
internal static class GenerationEndpoints
{
    public static void MapGeneration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/chat", (HttpContext http, Generator generator, CancellationToken cancellationToken) => generator.HandleAsync(http, chat: true, cancellationToken));
        routes.MapPost("/api/generate", (HttpContext http, Generator generator, CancellationToken cancellationToken) => generator.HandleAsync(http, chat: false, cancellationToken));
    }
}

/// <summary>Answers a generation request.</summary>
internal sealed class Generator(OllamaNode node, AnswerPump pump, SimulatedDelay delay, FaultBoard faults, IOptions<SimulatorOptions> options)
{
    public async Task<IResult> HandleAsync(HttpContext http, bool chat, CancellationToken cancellationToken)
    {
        var received = delay.Timestamp;
        var (request, invalid) = await http.ReadJsonAsync(OllamaJson.Wire.GenerationRequest, cancellationToken);
        if (request is null)
        {
            return OllamaErrors.Result(400, invalid);
        }

        if (string.IsNullOrEmpty(request.Model))
        {
            return OllamaErrors.Result(400, "model is required");
        }

        if (!KeepAlive.TryRead(request.KeepAlive, options.Value.Ollama.KeepAlive, out var keepAlive))
        {
            return OllamaErrors.Result(400, $"time: invalid duration \"{request.KeepAlive}\"");
        }

        if (node.Find(request.Model) is not { } model)
        {
            return OllamaErrors.NotFound(request.Model);
        }

        var turns = Turns(request, chat);
        if (turns.Count == 0 && keepAlive == TimeSpan.Zero)
        {
            node.Unload(model);
            return LifecycleLine(request.Model, chat, "unload");
        }

        var context = Math.Min(request.Options?.NumCtx ?? options.Value.Ollama.ContextLength, model.Options.ContextLength);
        var runnerOptions = new RunnerOptions(context, request.Shift ?? true);
        if (turns.Count == 0)
        {
            return await PreloadAsync(request.Model, model, runnerOptions, keepAlive, chat, cancellationToken);
        }

        var kept = Fit(turns, context, request.Truncate ?? true);
        if (kept is null)
        {
            return OllamaErrors.Result(400, "the input length exceeds the context length");
        }

        var fault = faults.Take(model.Id);
        if (await EarlyFault.StrikeAsync(fault, http, delay, status => OllamaErrors.WriteFaultAsync(http, status)))
        {
            return Results.Empty;
        }

        RunnerLease lease;
        try
        {
            lease = await node.AcquireAsync(model, runnerOptions, keepAlive, cancellationToken);
        }
        catch (ServerBusyException e)
        {
            return OllamaErrors.Result(503, e.Message);
        }

        using (lease)
        {
            await AnswerAsync(http, request, model, kept, context, fault, lease, chat, received);
        }

        return Results.Empty;
    }

    private async Task AnswerAsync(
        HttpContext http, GenerationRequest request, SimulatedModel model, IReadOnlyList<ChatTurn> turns, int context, Fault? fault, RunnerLease lease, bool chat, long received)
    {
        var room = Math.Max(1, context - Tokenizer.CountPrompt(turns));
        var asked = request.Options?.NumPredict is { } predict and > 0 ? predict : int.MaxValue; // -1 and -2: no limit but the context
        var plan = AnswerPlan.For(
            model, turns, new Sampling(request.Options?.Seed ?? 0, Math.Min(asked, room), request.Options?.Stop ?? []),
            chat ? new ToolOffer(ToolUse.Read(request.Tools)) : null);
        if (fault is { Kind: FaultKind.Garbage })
        {
            plan = plan.AsGarbage();
        }

        var shown = fault is { Kind: FaultKind.WrongModel } ? $"{request.Model}-other" : request.Model!;
        var head = new AnswerHead(shown, chat, delay, received, lease.Load, plan.PromptTokens);
        IAnswerWire wire = request.Stream ?? true ? new OllamaStream(http.Response, head) : new OllamaWhole(http.Response, head);
        try
        {
            await pump.RunAsync(plan, lease, wire, fault, http);
        }
        catch (OperationCanceledException)
        {
            // The client left: what it would have got is of no use to anybody.
        }
    }

    private async Task<IResult> PreloadAsync(string name, SimulatedModel model, RunnerOptions runnerOptions, TimeSpan keepAlive, bool chat, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await node.AcquireAsync(model, runnerOptions, keepAlive, cancellationToken);
            return LifecycleLine(name, chat, "load");
        }
        catch (ServerBusyException e)
        {
            return OllamaErrors.Result(503, e.Message);
        }
    }

    private JsonHttpResult<AnswerLine> LifecycleLine(string name, bool chat, string reason) => TypedResults.Json(
        new AnswerLine
        {
            Model = name,
            CreatedAt = AnswerHead.Timestamp(delay.Now),
            Message = chat ? new OllamaMessage("assistant", "") : null,
            Response = chat ? null : "",
            Done = true,
            DoneReason = reason,
        },
        OllamaJson.Wire.AnswerLine);

    private static IReadOnlyList<ChatTurn> Turns(GenerationRequest request, bool chat)
    {
        if (chat)
        {
            return [.. (request.Messages ?? []).OfType<OllamaMessage>().Select(message => new ChatTurn(message.Role ?? "user", message.Content ?? ""))];
        }

        if (string.IsNullOrEmpty(request.Prompt))
        {
            return [];
        }

        var prompt = new ChatTurn("user", request.Prompt);
        return string.IsNullOrEmpty(request.System) ? [prompt] : [new ChatTurn("system", request.System), prompt];
    }

    /// <summary>Drops the oldest messages, without a word, until the prompt fits; null where that is not allowed. The last one and the system's stay.</summary>
    private static List<ChatTurn>? Fit(IReadOnlyList<ChatTurn> turns, int context, bool truncate)
    {
        var kept = turns.ToList();
        while (Tokenizer.CountPrompt(kept) >= context)
        {
            var oldest = kept.FindIndex(turn => turn.Role != "system");
            if (!truncate || oldest < 0 || oldest == kept.Count - 1)
            {
                return truncate ? kept : null;
            }

            kept.RemoveAt(oldest);
        }

        return kept;
    }
}
