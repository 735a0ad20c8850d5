using System.Collections.Frozen;
using Arena.Contracts.Inference;

namespace Arena.Inference.Faults;

/// <summary>What follows from a cause.</summary>
/// <param name="Kind">How callers are told.</param>
/// <param name="Name">The value of <c>error.type</c> and of the cause in metrics.</param>
/// <param name="FallsBack">Another deployment may do better. It may not when the request itself was refused.</param>
/// <param name="Benches">The deployment sits out for a while.</param>
internal sealed record FaultTraits(FailureKind Kind, string Name, bool FallsBack, bool Benches)
{
    private static readonly FrozenDictionary<FaultCause, FaultTraits> ByCause = new Dictionary<FaultCause, FaultTraits>
    {
        [FaultCause.Unreachable] = new(FailureKind.Unreachable, "unreachable", FallsBack: true, Benches: true),
        [FaultCause.ServerError] = new(FailureKind.Unreachable, "server_error", FallsBack: true, Benches: true),
        [FaultCause.Overloaded] = new(FailureKind.Overloaded, "overloaded", FallsBack: true, Benches: true),
        [FaultCause.Unauthorized] = new(FailureKind.Rejected, "unauthorized", FallsBack: true, Benches: true),
        [FaultCause.ModelMissing] = new(FailureKind.Rejected, "model_missing", FallsBack: true, Benches: true),
        [FaultCause.Rejected] = new(FailureKind.Rejected, "rejected", FallsBack: false, Benches: false),
        [FaultCause.ContextOverflow] = new(FailureKind.Rejected, "context_overflow", FallsBack: false, Benches: false),
        [FaultCause.FirstTokenTimeout] = new(FailureKind.Timeout, "first_token_timeout", FallsBack: true, Benches: true),
        [FaultCause.Stalled] = new(FailureKind.Timeout, "stalled", FallsBack: true, Benches: true),
        [FaultCause.ErrorInStream] = new(FailureKind.BrokenStream, "error_in_stream", FallsBack: true, Benches: true),
        [FaultCause.CutStream] = new(FailureKind.BrokenStream, "cut_stream", FallsBack: true, Benches: true),
        [FaultCause.NoFinishReason] = new(FailureKind.BrokenStream, "no_finish_reason", FallsBack: true, Benches: true),
        [FaultCause.BadFinishReason] = new(FailureKind.BrokenStream, "bad_finish_reason", FallsBack: true, Benches: true),
        [FaultCause.WrongModel] = new(FailureKind.BrokenStream, "wrong_model", FallsBack: true, Benches: true),
        [FaultCause.NotTheProtocol] = new(FailureKind.BrokenStream, "not_the_protocol", FallsBack: true, Benches: true),
    }.ToFrozenDictionary();

    public static FaultTraits Of(FaultCause cause) => ByCause[cause];
}
