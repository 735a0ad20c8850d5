using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Battles;

/// <summary>Notes battles that ended without two whole answers: what the completion rate is made of.</summary>
internal sealed class FailureRecorder(LedgerContext ledger)
{
    /// <summary>The first rule that the request breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(RecordFailedBattleRequest request) =>
        BattleRules.NotAnId("battle_id", request.BattleId) ?? BattleRules.NotAnId("left_model_id", request.LeftModelId)
        ?? BattleRules.NotAnId("right_model_id", request.RightModelId) ?? (request.CreatedAt is null ? "created_at is missing" : null);

    /// <summary>Notes a battle once.</summary>
    public async Task RecordAsync(RecordFailedBattleRequest request, CancellationToken cancellationToken)
    {
        var (type, route) = (AnswerMapping.Storable(request.QueryType), request.Route.Length == 0 ? BattleMapping.Arena : AnswerMapping.Storable(request.Route));
        var (failed, at) = (request.FailedModelIds.Select(AnswerMapping.Storable).ToArray(), request.CreatedAt.ToDateTimeOffset());
        await ledger.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO failed_battles (id, query_type, route, left_model_id, right_model_id, failed_model_ids, created_at)
             VALUES ({request.BattleId}, {type}, {route}, {request.LeftModelId}, {request.RightModelId}, {failed}, {at}) ON CONFLICT DO NOTHING
             """,
            cancellationToken);
    }
}
