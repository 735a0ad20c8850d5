using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Comparisons;

/// <summary>Writes which answer of a comparison is the best: all are kept, the last one of a session counts.</summary>
internal sealed class PickRecorder(LedgerContext ledger, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    /// <summary>The first rule that the pick breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(PickBestRequest request) =>
        BattleRules.NotAnId("id", request.Id) ?? BattleRules.NotAnId("comparison_id", request.ComparisonId);

    /// <summary>Writes a pick once; null when there is no such answer, false when it was there already.</summary>
    public async Task<bool?> PickAsync(PickBestRequest request, CancellationToken cancellationToken)
    {
        if (!await ledger.ComparisonAnswers.AnyAsync(
            answer => answer.ComparisonId == request.ComparisonId && answer.Position == request.Position, cancellationToken))
        {
            return null;
        }

        var pick = new ComparisonPick
        {
            Id = request.Id,
            ComparisonId = request.ComparisonId,
            Position = request.Position,
            SessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken),
            GivenAt = Moment.Stored(time.GetUtcNow()),
        };
        return await ledger.TryAddAsync(pick, RecordKind.Pick, pick.Id, seals, cancellationToken);
    }
}
