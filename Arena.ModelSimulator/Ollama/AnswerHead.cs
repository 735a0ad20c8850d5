using System.Globalization;
using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Ollama;

/// <summary>What every line of an answer has in common, and the figures of its last one.</summary>
/// <param name="chat">Whether the text goes into <c>message</c> (chat) or <c>response</c> (generate).</param>
internal sealed class AnswerHead(string model, bool chat, SimulatedDelay delay, long received, TimeSpan load, int promptTokens)
{
    private readonly long _started = delay.Timestamp;
    private TimeSpan _prompt;

    /// <summary>Tokens so far.</summary>
    public int Tokens { get; private set; }

    public void CountToken()
    {
        if (Tokens++ == 0)
        {
            _prompt = delay.Since(_started);
        }
    }

    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public AnswerLine Line(string text) => new()
    {
        Model = model,
        CreatedAt = Timestamp(delay.Now),
        Message = chat ? new OllamaMessage("assistant", text) : null,
        Response = chat ? null : text,
    };

    /// <summary>A tool call ends an answer as text does.</summary>
    public static string? ReasonOf(string? reason) => reason is "tool_calls" ? "stop" : reason;

    public AnswerLine Line(SimulatedCall call) => Line("") with
    {
        Message = new("assistant", "", ToolCalls: [new(call.Id, new(call.Name, JsonSerializer.SerializeToElement(call.Arguments, OllamaJson.Wire.JsonObject)))]),
    };

    public AnswerLine Last(string text, string? reason) => Line(text) with
    {
        Done = true,
        DoneReason = reason,
        TotalDuration = Nanoseconds(delay.Since(received)),
        LoadDuration = Nanoseconds(load),
        PromptEvalCount = promptTokens,
        PromptEvalDuration = Nanoseconds(_prompt),
        EvalCount = Tokens,
        EvalDuration = Nanoseconds(delay.Since(_started) - _prompt),
    };

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
