using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Providers;

/// <summary>What a request asks, whatever protocol it came in.</summary>
internal sealed record ProviderQuestion(string Model, IReadOnlyList<ChatTurn> Turns, int? MaxTokens, ToolOffer Offer);

/// <summary>What the answer carries, whatever protocol it goes out in.</summary>
/// <param name="Model">As it is shown: another one with the fault <c>wrong_model</c>.</param>
internal sealed record ProviderHead(string Id, string Model, int PromptTokens);

/// <summary>Answers a question in one of the protocols, or acts out its fault.</summary>
internal sealed class ProviderAnswers(ModelCatalog catalog, ProviderNode node, AnswerPump pump, SimulatedDelay delay, FaultBoard faults)
{
    /// <summary>Returns when the answer has ended, well or not.</summary>
    /// <param name="errors">Writes an error with this status and message in the shape of the protocol.</param>
    /// <param name="wire">The answer in the protocol.</param>
    public async Task AnswerAsync(
        HttpContext http, ProviderQuestion question, Func<int, string, Task> errors, Func<ProviderHead, IAnswerWire> wire)
    {
        if (catalog.Models.FirstOrDefault(model => model.Id == question.Model) is not { } model)
        {
            await errors(StatusCodes.Status404NotFound, $"The model '{question.Model}' does not exist.");
            return;
        }

        var room = model.Options.ContextLength - Tokenizer.CountPrompt(question.Turns);
        if (room < 1)
        {
            await errors(StatusCodes.Status400BadRequest, $"This model's maximum context length is {model.Options.ContextLength} tokens.");
            return;
        }

        var fault = faults.Take(model.Id);
        if (await EarlyFault.StrikeAsync(fault, http, delay, status => errors(status, MessageOf(status))))
        {
            return;
        }

        var plan = AnswerPlan.For(model, question.Turns, new Sampling(0, Math.Min(question.MaxTokens ?? int.MaxValue, room), []), question.Offer);
        plan = fault is { Kind: FaultKind.Garbage } ? plan.AsGarbage() : plan;
        var shown = fault is { Kind: FaultKind.WrongModel } ? $"{model.Id}-other" : model.Id;
        using var run = node.Start(model);
        await pump.RunAsync(plan, run, wire(new(Guid.NewGuid().ToString("N"), shown, plan.PromptTokens)), fault, http);
    }

    private static string MessageOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "Rate limit reached, please retry later.",
        StatusCodes.Status401Unauthorized => "The credentials are not valid (any more).",
        StatusCodes.Status403Forbidden => "Permission denied.",
        StatusCodes.Status503ServiceUnavailable => "Overloaded, please retry later.",
        _ => "The server had an error while processing your request.",
    };
}
