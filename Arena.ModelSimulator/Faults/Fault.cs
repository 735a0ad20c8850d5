using System.Text.Json.Serialization;

namespace Arena.ModelSimulator.Faults;

/// <summary>What goes wrong. The names on the wire are those of docs/simulator.md.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    [JsonStringEnumMemberName("refuse")] Refuse,
    [JsonStringEnumMemberName("error_500")] Error500,
    [JsonStringEnumMemberName("busy_503")] Busy503,
    [JsonStringEnumMemberName("rate_limited_429")] RateLimited429,
    [JsonStringEnumMemberName("unauthorized_401")] Unauthorized401,
    [JsonStringEnumMemberName("forbidden_403")] Forbidden403,
    [JsonStringEnumMemberName("hang")] Hang,
    [JsonStringEnumMemberName("stall")] Stall,
    [JsonStringEnumMemberName("cut")] Cut,
    [JsonStringEnumMemberName("cut_mid_event")] CutMidEvent,
    [JsonStringEnumMemberName("error_in_stream")] ErrorInStream,
    [JsonStringEnumMemberName("done_without_finish")] DoneWithoutFinish,
    [JsonStringEnumMemberName("finish_abort")] FinishAbort,
    [JsonStringEnumMemberName("garbage")] Garbage,
    [JsonStringEnumMemberName("malformed_event")] MalformedEvent,
    [JsonStringEnumMemberName("plain_text_tail")] PlainTextTail,
    [JsonStringEnumMemberName("slow")] Slow,
    [JsonStringEnumMemberName("wrong_model")] WrongModel,
    [JsonStringEnumMemberName("eof_without_done")] EofWithoutDone,
    [JsonStringEnumMemberName("hang_but_healthy")] HangButHealthy,
}

/// <summary>A fault that waits for requests. Immutable; <see cref="FaultBoard"/> counts it down.</summary>
internal sealed record Fault
{
    public const string AnyModel = "*";

    private const int DefaultAfterTokens = 5;

    /// <summary>The model that it hits; absent or <c>*</c>: each.</summary>
    public string? Model { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>How many more requests it hits; absent: until cleared.</summary>
    public int? Count { get; init; }

    /// <summary>How many whole tokens come before a fault in mid-stream; absent: 5.</summary>
    public int? AfterTokens { get; init; }

    /// <summary>Seconds: before an answer that is an error, and before each token of <c>slow</c>, where absent means 1.</summary>
    public double? Delay { get; init; }

    /// <summary>Seconds in the <c>Retry-After</c> header of 429 and 503; absent: no header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The fault with what was absent filled in (source-generated JSON knows no default of an <c>init</c> property).</summary>
    public Fault WithDefaults() => this with { Model = Model ?? AnyModel, AfterTokens = AfterTokens ?? DefaultAfterTokens };

    public bool Hits(string model) => Model == AnyModel || string.Equals(Model, model, StringComparison.Ordinal);

    /// <summary>Why the fault cannot be taken, or null.</summary>
    public string? Problem() => this switch
    {
        { Count: < 1 } => "'count' is at least 1; leave it out for a fault that stays until cleared.",
        { AfterTokens: < 0 } => "'after_tokens' is at least 0.",
        { Delay: < 0 or > 3600 } => "'delay' is between 0 and 3600 seconds.",
        { RetryAfter: < 0 } => "'retry_after' is at least 0.",
        { Kind: FaultKind.HangButHealthy, Count: not null } => "'hang_but_healthy' is a state of the engine, not of a request: it takes no 'count' and stays until cleared.",
        _ => null,
    };
}
