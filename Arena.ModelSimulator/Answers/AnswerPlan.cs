using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Answers;

/// <summary>The whole of an answer, known before its first token is sent.</summary>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>tool_calls</c>.</param>
/// <param name="StopSequence">The stop sequence of the request that ended the answer.</param>
internal sealed record AnswerPlan(IReadOnlyList<string> Tokens, int PromptTokens, string FinishReason, string? StopSequence)
{
    /// <summary>The tool that is called in the place of text.</summary>
    public SimulatedCall? Call { get; init; }

    public static AnswerPlan For(SimulatedModel model, IReadOnlyList<ChatTurn> turns, Sampling sampling, ToolOffer? offer = null)
    {
        if (offer is not null && model.Options.Tools && ToolUse.Decide(turns, offer.Tools, offer.Must) is { } call)
        {
            return new AnswerPlan([], Tokenizer.CountPrompt(turns), "tool_calls", StopSequence: null) { Call = call };
        }

        var text = AnswerWriter.Write(model, turns, sampling.Seed);
        var stop = sampling.Stop
            .Where(sequence => sequence.Length > 0)
            .Select(sequence => (Sequence: sequence, At: text.IndexOf(sequence, StringComparison.Ordinal)))
            .Where(found => found.At >= 0)
            .OrderBy(found => found.At)
            .FirstOrDefault();
        var tokens = Tokenizer.Split(stop.Sequence is null ? text : text[..stop.At]);
        var cut = sampling.MaxTokens is { } max && tokens.Count > max;
        return new AnswerPlan(
            cut ? [.. tokens.Take(sampling.MaxTokens!.Value)] : tokens,
            Tokenizer.CountPrompt(turns),
            cut ? "length" : "stop",
            cut ? null : stop.Sequence);
    }

    /// <summary>What a model says whose weights are not what they should be (vllm#29341): under 200, and with a finish reason.</summary>
    public AnswerPlan AsGarbage() => this with { Tokens = [.. Tokens.Select(_ => "!!!!!!")] };
}

/// <summary>What of a request shapes its answer.</summary>
internal sealed record Sampling(long Seed, int? MaxTokens, IReadOnlyList<string> Stop);

/// <summary>The tools of a request.</summary>
/// <param name="Must">One of them has to be called.</param>
internal sealed record ToolOffer(IReadOnlyList<SimulatedTool> Tools, bool Must = false);
