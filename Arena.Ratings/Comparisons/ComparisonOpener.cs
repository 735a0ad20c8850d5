using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Comparisons;

/// <summary>Keeps what was asked before a model is.</summary>
internal sealed class ComparisonOpener(LedgerContext ledger, SessionHasher sessions)
{
    /// <summary>The first rule that the request breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(OpenComparisonRequest request)
    {
        if ((BattleRules.NotAnId("comparison_id", request.ComparisonId)
            ?? request.Models.Select(model => BattleRules.NotAnId("models", model)).FirstOrDefault(rule => rule is not null)) is { } notAnId)
        {
            return notAnId;
        }

        if (string.IsNullOrWhiteSpace(request.Prompt))
        {
            return "prompt is blank";
        }

        if (request.CreatedAt is null || request.DocumentCharacters < 0)
        {
            return "created_at is missing, or document_characters is negative";
        }

        return request.Models.Count is < ComparisonRecorder.FewestAnswers or > ComparisonRecorder.MostAnswers
            || request.Models.Distinct(StringComparer.Ordinal).Count() != request.Models.Count
            ? $"{ComparisonRecorder.FewestAnswers} … {ComparisonRecorder.MostAnswers} different models are expected"
            : null;
    }

    public async Task OpenAsync(OpenComparisonRequest request, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken);
        await ledger.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO comparison_requests
                 (id, session_hash, prompt, models, blind, document_id, document_characters, query_type, trace_parent, created_at)
             VALUES ({request.ComparisonId}, {sessionHash}, {AnswerMapping.Storable(request.Prompt)}, {request.Models.ToArray()}, {request.Blind},
                 {AnswerMapping.OrNull(request.DocumentId)}, {request.DocumentCharacters}, {AnswerMapping.Storable(request.QueryType)},
                 {AnswerMapping.OrNull(request.TraceParent)}, {Moment.Stored(request.CreatedAt.ToDateTimeOffset())})
             ON CONFLICT DO NOTHING
             """,
            cancellationToken);
    }
}
