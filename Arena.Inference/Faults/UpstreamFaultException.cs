namespace Arena.Inference.Faults;

/// <summary>
/// An upstream did not give a complete answer. A driver's stream ends without it only after a finish reason
/// from the allow-list. The message is for operators.
/// </summary>
internal sealed class UpstreamFaultException(FaultCause cause, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public FaultCause Cause { get; } = cause;

    /// <summary>How long the upstream asks to be left alone, where it says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public FaultTraits Traits => FaultTraits.Of(Cause);
}
