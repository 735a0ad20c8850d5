using Arena.Inference.Faults;

namespace Arena.Inference.Drivers;

/// <summary>The faults with which a stream can end, in the words that operators read.</summary>
internal static class StreamEnd
{
    public static UpstreamFaultException Cut(LineReader lines) => new(
        FaultCause.CutStream,
        lines.Break is { } reason ? $"The stream broke off: {reason}." : "The stream ended without a finish reason.");

    public static UpstreamFaultException Error(UpstreamError error) => new(FaultCause.ErrorInStream, $"Error in the stream: {error}");

    public static UpstreamFaultException FinishReason(string? reason) => new(
        FaultCause.BadFinishReason, $"The finish reason is '{reason}', which does not stand for a complete answer.");

    public static UpstreamFaultException WrongModel(string asked, string answered) => new(
        FaultCause.WrongModel, $"Asked for '{asked}', but '{answered}' answered.");

    /// <summary>Does not repeat the lines: they may be a part of the answer.</summary>
    public static UpstreamFaultException Stray(int lines) => new(
        FaultCause.NotTheProtocol, $"The stream ended with {lines} line(s) that are not part of the protocol.");
}
