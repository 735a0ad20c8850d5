using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Faults;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Vllm;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal static class ChatEndpoint
{
    public static async Task<IResult> ChatAsync(
        EngineScope scope, HttpContext http, AnswerPump pump, SimulatedDelay delay, FaultBoard faults, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(VllmJson.Wire.ChatRequest, cancellationToken);
        if (request is null)
        {
            return VllmErrors.BadRequest(invalid);
        }

        if (Problem(request) is var (message, param))
        {
            return VllmErrors.BadRequest(message, param);
        }

        var name = request.Model ?? scope.Engines[0].Model.Id;
        if (scope.Engines.FirstOrDefault(engine => engine.Answers(name)) is not { } engine)
        {
            return VllmErrors.UnknownModel(name);
        }

        var turns = Turns(request.Messages!);
        var context = engine.Model.Options.ContextLength;
        var promptTokens = Tokenizer.CountPrompt(turns);
        var asked = request.MaxCompletionTokens ?? request.MaxTokens;
        if (promptTokens + (asked ?? 1) > context)
        {
            return VllmErrors.BadRequest(
                $"This model's maximum context length is {context} tokens. However, you requested {promptTokens + (asked ?? 1)} tokens ({promptTokens} in the messages, {asked ?? 1} in the completion). Please reduce the length of the messages or completion.",
                "messages");
        }

        var fault = faults.Take(engine.Model.Id);
        if (await EarlyFault.StrikeAsync(fault, http, delay, status => VllmErrors.WriteFaultAsync(http, status)))
        {
            return Results.Empty;
        }

        return await AnswerAsync(engine, name, request, turns, new Sampling(request.Seed ?? 0, Math.Min(asked ?? int.MaxValue, context - promptTokens), Stops(request.Stop)), fault, http, pump, delay);
    }

    internal static IReadOnlyList<ChatTurn> Turns(IReadOnlyList<ChatRequestMessage?> messages) =>
        [.. messages.OfType<ChatRequestMessage>().Select(message => new ChatTurn(message.Role ?? "user", TextOf(message.Content)))];

    private static async Task<IResult> AnswerAsync(
        VllmEngine engine, string name, ChatRequest request, IReadOnlyList<ChatTurn> turns, Sampling sampling, Fault? fault, HttpContext http, AnswerPump pump, SimulatedDelay delay)
    {
        VllmRun run;
        try
        {
            run = await engine.StartAsync(http.RequestAborted);
        }
        catch (EngineDeadException e)
        {
            return VllmErrors.Result(500, e.Message);
        }

        using (run)
        {
            var plan = AnswerPlan.For(engine.Model, turns, sampling, OfferOf(request));
            if (engine.HasLostWeights || fault is { Kind: FaultKind.Garbage })
            {
                plan = plan.AsGarbage();
            }

            var id = http.Request.Headers.TryGetValue("X-Request-Id", out var given) ? given.ToString() : Guid.NewGuid().ToString("N");
            var shown = fault is { Kind: FaultKind.WrongModel } ? $"{name}-other" : name;
            var head = new ChatHead($"chatcmpl-{id}", delay.Now.ToUnixTimeSeconds(), shown, plan.PromptTokens, plan.StopSequence);
            IAnswerWire wire = request.Stream == true
                ? new VllmStream(http.Response, head, request.StreamOptions?.IncludeUsage == true)
                : new VllmWhole(http.Response, head);
            try
            {
                await pump.RunAsync(plan, run, wire, fault, http);
                run.Finished(run.Aborted.IsCancellationRequested ? "abort" : plan.Call is null ? plan.FinishReason : "stop", plan.PromptTokens); // the engine knows no tools
            }
            catch (OperationCanceledException)
            {
                run.Finished("abort", plan.PromptTokens);
            }
        }

        return Results.Empty;
    }

    private static (string Message, string? Param)? Problem(ChatRequest request) => request switch
    {
        { Messages: null } => ("[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required'}]", "messages"),
        { Messages: [] } => ("The messages must not be empty.", "messages"),
        { Messages: var messages } when messages.Any(message => string.IsNullOrEmpty(message?.Role)) => ("Every message needs a role.", "messages"),
        { MaxTokens: < 1 } or { MaxCompletionTokens: < 1 } => ("max_tokens must be at least 1.", "max_tokens"),
        { Temperature: < 0 } => ("temperature must be non-negative.", "temperature"),
        { StreamOptions: not null, Stream: not true } => ("Stream options can only be defined when `stream=True`.", "stream_options"),
        _ => null,
    };

    private static ToolOffer? OfferOf(ChatRequest request)
    {
        var choice = request.ToolChoice is { ValueKind: JsonValueKind.String } said ? said.GetString() : null;
        return request.Tools is null || choice is "none" ? null
            : new(ToolUse.Read(request.Tools), Must: choice is "required" || request.ToolChoice is { ValueKind: JsonValueKind.Object });
    }

    private static IReadOnlyList<string> Stops(JsonElement? stop) => stop switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };

    private static string TextOf(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray()
            .Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(part => part.GetProperty("text").GetString())),
        _ => "",
    };
}
