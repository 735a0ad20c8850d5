using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Answers;

/// <summary>One answer on its way out, in the shape of one protocol; also each way in which it can go wrong there.</summary>
internal interface IAnswerWire
{
    /// <summary>Sends what the protocol sends before the first token.</summary>
    Task OpenAsync();

    Task TextAsync(string token);

    /// <summary>A tool call, whole.</summary>
    Task CallAsync(SimulatedCall call);

    /// <summary>Ends the answer; without <paramref name="reason"/> the end mark comes, but no finish reason.</summary>
    Task FinishAsync(string? reason);

    /// <summary>The engine stopped the answer: another request wants it asleep, or it died.</summary>
    Task AbortedAsync();

    /// <summary>An error after the first byte.</summary>
    Task FailAsync();

    /// <summary>The first half of an event.</summary>
    Task TornAsync(string token);

    /// <summary>An event that is whole, but not JSON.</summary>
    Task MalformedAsync();

    /// <summary>A proxy's error text in the place of an event, then the end.</summary>
    Task PlainTextAsync();

    /// <summary>Ends the body cleanly where more should come.</summary>
    Task EndAsync();
}

/// <summary>The engine's view of one answer.</summary>
internal interface IAnswerRun
{
    /// <summary>Cancelled when the engine gives the answer up.</summary>
    CancellationToken Aborted { get; }

    /// <summary>Seconds from now to the first token, and between two tokens.</summary>
    (double First, double Next) Pace { get; }

    /// <summary>Returns when the engine may make the next token.</summary>
    ValueTask AdvancingAsync(CancellationToken cancellationToken);

    void Produced(string token);
}
