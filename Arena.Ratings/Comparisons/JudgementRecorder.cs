using System.Text.Json;
using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Comparisons;

/// <summary>Writes stars and rubric scores: all are kept, the last one counts.</summary>
internal sealed class JudgementRecorder(LedgerContext ledger, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    /// <summary>The first rule that the stars break, as a sentence; null when they keep all of them.</summary>
    public static string? Broken(GiveStarsRequest request) =>
        BattleRules.NotAnId("id", request.Id) ?? BattleRules.NotAnId("comparison_id", request.ComparisonId)
        ?? (request.Stars is < 1 or > 5 ? $"stars is {request.Stars}: 1 … 5 are expected" : null);

    /// <summary>The first rule that the scores break, as a sentence; null when they keep all of them.</summary>
    public static string? Broken(GiveScoresRequest request)
    {
        if ((BattleRules.NotAnId("id", request.Id) ?? BattleRules.NotAnId("battle_id", request.BattleId)
            ?? BattleRules.NotAnId("rubric", request.Rubric) ?? BattleRules.NotAnId("scorer", request.Scorer)) is { } notAnId)
        {
            return notAnId;
        }

        if (SideNames.Find(request.Side) is null)
        {
            return $"side is '{request.Side}': left or right is expected";
        }

        return request.Scores.Count == 0 ? "there are no scores"
            : request.Scores.Any(score => !double.IsFinite(score.Value) || score.Key.Contains('\0', StringComparison.Ordinal)) ? "a score is not a number"
            : null;
    }

    /// <summary>Writes stars once; null when there is no such answer, false when they were there already.</summary>
    public async Task<bool?> GiveStarsAsync(GiveStarsRequest request, CancellationToken cancellationToken)
    {
        if (!await ledger.ComparisonAnswers.AnyAsync(
            answer => answer.ComparisonId == request.ComparisonId && answer.Position == request.Position, cancellationToken))
        {
            return null;
        }

        var stars = new StarRating
        {
            Id = request.Id,
            ComparisonId = request.ComparisonId,
            Position = request.Position,
            Stars = request.Stars,
            SessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken),
            GivenAt = Moment.Stored(time.GetUtcNow()),
        };
        return await ledger.TryAddAsync(stars, RecordKind.Stars, stars.Id, seals, cancellationToken);
    }

    /// <summary>Writes scores once; null when there is no such battle, false when they were there already.</summary>
    public async Task<bool?> GiveScoresAsync(GiveScoresRequest request, CancellationToken cancellationToken)
    {
        if (!await ledger.Battles.AnyAsync(battle => battle.Id == request.BattleId, cancellationToken))
        {
            return null;
        }

        var score = new RubricScore
        {
            Id = request.Id,
            BattleId = request.BattleId,
            Side = SideNames.Find(request.Side)!.Value,
            Rubric = request.Rubric,
            Scorer = request.Scorer,
            SessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken),
            Scores = JsonSerializer.Serialize(new SortedDictionary<string, double>(request.Scores, StringComparer.Ordinal)),
            GivenAt = Moment.Stored(time.GetUtcNow()),
        };
        return await ledger.TryAddAsync(score, RecordKind.Scores, score.Id, seals, cancellationToken);
    }
}
