using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Analytics;

/// <summary>
/// Figures about battles that the arena played itself; imported ones have no latency, no cost and no failures. What is told of models leaves
/// out a fresh battle without a vote: whoever plays it would see from a count which two models are in it.
/// </summary>
internal sealed class AnalyticsReader(LedgerContext ledger)
{
    /// <summary>Where queries went, by kind.</summary>
    public Task<List<RoutingRow>> RoutingAsync(AnalyticsScope scope, CancellationToken cancellationToken) => ledger.Database.SqlQuery<RoutingRow>(
        $"""
         SELECT route AS "Route", query_type AS "Category", count(*) AS "Battles", count(*) FILTER (WHERE whole) AS "Answered",
             count(*)::double precision / sum(count(*)) OVER () AS "Share"
         FROM (
             SELECT route, query_type, true AS whole FROM battles
             WHERE source = 'arena' AND created_at >= {scope.From} AND created_at < {scope.To} AND ({scope.Category}::text IS NULL OR query_type = {scope.Category})
             UNION ALL
             SELECT route, query_type, false FROM failed_battles
             WHERE created_at >= {scope.From} AND created_at < {scope.To} AND ({scope.Category}::text IS NULL OR query_type = {scope.Category})) AS started
         GROUP BY route, query_type ORDER BY count(*) DESC, route, query_type
         """).ToListAsync(cancellationToken);

    /// <summary>What each model did with each kind of query, or with all of them ("all").</summary>
    public Task<List<ModelRow>> ModelsAsync(AnalyticsScope scope, CancellationToken cancellationToken) => ledger.Database.SqlQuery<ModelRow>(
        $"""
         WITH played AS (
             SELECT a.model_id, CASE WHEN {scope.ByKind} THEN b.query_type ELSE 'all' END AS query_type, a.side, a.fell_back, a.cost_usd, a.input_tokens, a.output_tokens, a.time_to_first_token_seconds AS ttft,
                 a.duration_seconds AS duration, v.preference
             FROM battles b JOIN answers a ON a.battle_id = b.id LEFT JOIN votes v ON v.battle_id = b.id
             WHERE b.source = 'arena' AND b.created_at >= {scope.From} AND b.created_at < {scope.To} AND (v.id IS NOT NULL OR b.recorded_at < {scope.Settled})
                 AND ({scope.Category}::text IS NULL OR b.query_type = {scope.Category}) AND ({scope.Model}::text IS NULL OR a.model_id = {scope.Model})),
         broken AS (
             SELECT failed.model_id, CASE WHEN {scope.ByKind} THEN f.query_type ELSE 'all' END AS query_type, count(*) AS failures FROM failed_battles f CROSS JOIN LATERAL unnest(f.failed_model_ids) AS failed (model_id)
             WHERE f.created_at >= {scope.From} AND f.created_at < {scope.To} AND ({scope.Category}::text IS NULL OR f.query_type = {scope.Category})
                 AND ({scope.Model}::text IS NULL OR failed.model_id = {scope.Model})
             GROUP BY 1, 2),
         figures AS (
             SELECT model_id, query_type, count(*) AS answers, count(preference) AS votes,
                 count(*) FILTER (WHERE preference = side) AS wins,
                 count(*) FILTER (WHERE preference IN ('left', 'right') AND preference <> side) AS losses,
                 count(*) FILTER (WHERE preference = 'tie') AS ties, count(*) FILTER (WHERE preference = 'both_bad') AS both_bad,
                 avg(fell_back::int)::double precision AS fallback_rate, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
                 sum(cost_usd) AS cost_usd, avg(cost_usd) AS cost_per_query_usd,
                 percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ttft) AS ttft,
                 percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration) AS duration
             FROM played GROUP BY model_id, query_type)
         SELECT coalesce(p.model_id, f.model_id) AS "ModelId", coalesce(m.display_name, f.model_id, p.model_id) AS "DisplayName",
             coalesce(p.query_type, f.query_type) AS "Category", coalesce(p.answers, 0) AS "Answers", coalesce(f.failures, 0) AS "Failures",
             coalesce(p.answers, 0)::double precision / (coalesce(p.answers, 0) + coalesce(f.failures, 0)) AS "CompletionRate",
             coalesce(p.votes, 0) AS "Votes", coalesce(p.wins, 0) AS "Wins", coalesce(p.losses, 0) AS "Losses", coalesce(p.ties, 0) AS "Ties",
             coalesce(p.both_bad, 0) AS "BothBad", p.wins::double precision / nullif(p.wins + p.losses, 0) AS "WinRate", p.fallback_rate AS "FallbackRate",
             coalesce(p.input_tokens, 0) AS "InputTokens", coalesce(p.output_tokens, 0) AS "OutputTokens", p.cost_usd AS "CostUsd",
             p.cost_per_query_usd AS "CostPerQueryUsd", p.ttft[1] AS "TtftP50", p.ttft[2] AS "TtftP95", p.ttft[3] AS "TtftP99",
             p.duration[1] AS "LatencyP50", p.duration[2] AS "LatencyP95", p.duration[3] AS "LatencyP99"
         FROM figures p FULL JOIN broken f ON f.model_id = p.model_id AND f.query_type = p.query_type
         LEFT JOIN model_ratings m ON m.model_id = coalesce(p.model_id, f.model_id)
         ORDER BY 1, 3
         """).ToListAsync(cancellationToken);

    /// <summary>How much people take part, day by day (UTC) and by kind.</summary>
    public Task<List<EngagementRow>> EngagementAsync(AnalyticsScope scope, CancellationToken cancellationToken) => ledger.Database.SqlQuery<EngagementRow>(
        $"""
         SELECT date_trunc('day', b.created_at AT TIME ZONE 'UTC')::date AS "Day", b.query_type AS "Category", count(*) AS "Battles", count(v.id) AS "Votes",
             count(v.id)::double precision / count(*) AS "VotesPerBattle", count(DISTINCT v.session_hash) AS "Voters",
             percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM v.voted_at - b.recorded_at)) FILTER (WHERE v.id IS NOT NULL) AS "SecondsToVoteP50",
             percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM v.voted_at - b.recorded_at)) FILTER (WHERE v.id IS NOT NULL) AS "SecondsToVoteP95",
             avg(b.turns)::double precision AS "Turns"
         FROM battles b LEFT JOIN votes v ON v.battle_id = b.id
         WHERE b.source = 'arena' AND b.created_at >= {scope.From} AND b.created_at < {scope.To} AND ({scope.Category}::text IS NULL OR b.query_type = {scope.Category})
         GROUP BY 1, 2 ORDER BY 1, 2
         """).ToListAsync(cancellationToken);

    /// <summary>What answered in the name of each model, and on which days.</summary>
    public Task<List<DeploymentRow>> DeploymentsAsync(AnalyticsScope scope, CancellationToken cancellationToken) => ledger.Database.SqlQuery<DeploymentRow>(
        $"""
         SELECT a.model_id AS "ModelId", a.deployment AS "Deployment", a.upstream_model AS "UpstreamModel", a.revision AS "Revision", count(*) AS "Answers",
             min(b.created_at AT TIME ZONE 'UTC')::date AS "FirstDay", max(b.created_at AT TIME ZONE 'UTC')::date AS "LastDay"
         FROM battles b JOIN answers a ON a.battle_id = b.id LEFT JOIN votes v ON v.battle_id = b.id
         WHERE b.source = 'arena' AND b.created_at >= {scope.From} AND b.created_at < {scope.To} AND (v.id IS NOT NULL OR b.recorded_at < {scope.Settled})
             AND ({scope.Category}::text IS NULL OR b.query_type = {scope.Category}) AND ({scope.Model}::text IS NULL OR a.model_id = {scope.Model})
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 7 DESC, 5 DESC, 2, 3, 4
         """).ToListAsync(cancellationToken);

    /// <summary>Stars of each model: of what a session gave to an answer the last counts, one without a session always does.</summary>
    public Task<List<StarRow>> StarsAsync(AnalyticsScope scope, CancellationToken cancellationToken) => ledger.Database.SqlQuery<StarRow>(
        $"""
         SELECT a.model_id AS "ModelId", count(*) AS "Ratings", avg(s.stars)::double precision AS "Average",
             ARRAY(SELECT count(*) FILTER (WHERE star = n) FROM unnest(array_agg(s.stars)) AS star CROSS JOIN generate_series(1, 5) AS n GROUP BY n ORDER BY n) AS "Counts"
         FROM (
             SELECT DISTINCT ON (comparison_id, position, coalesce(encode(session_hash, 'hex'), id)) comparison_id, position, stars
             FROM stars WHERE given_at >= {scope.From} AND given_at < {scope.To}
             ORDER BY comparison_id, position, coalesce(encode(session_hash, 'hex'), id), sequence DESC) AS s
         JOIN comparison_answers a ON a.comparison_id = s.comparison_id AND a.position = s.position
         JOIN comparisons c ON c.id = s.comparison_id
         WHERE ({scope.Category}::text IS NULL OR c.query_type = {scope.Category}) AND ({scope.Model}::text IS NULL OR a.model_id = {scope.Model})
         GROUP BY a.model_id ORDER BY a.model_id
         """).ToListAsync(cancellationToken);
}

/// <summary>One way that queries of a kind take.</summary>
/// <param name="Answered">Those that ended with two whole answers.</param>
/// <param name="Share">Of all battles of the period, 0 … 1.</param>
internal sealed record RoutingRow(string Route, string Category, long Battles, long Answered, double Share);

/// <summary>One model on one kind of query. Seconds and US dollars; null where nothing was measured.</summary>
/// <param name="CompletionRate">Whole answers of all that were asked for, 0 … 1.</param>
/// <param name="WinRate">Of decisive votes, 0 … 1.</param>
/// <param name="FallbackRate">Answers that came from a later deployment, 0 … 1.</param>
internal sealed record ModelRow(
    string ModelId, string DisplayName, string Category, long Answers, long Failures, double CompletionRate, long Votes, long Wins, long Losses, long Ties,
    long BothBad, double? WinRate, double? FallbackRate, long InputTokens, long OutputTokens, double? CostUsd, double? CostPerQueryUsd,
    double? TtftP50, double? TtftP95, double? TtftP99, double? LatencyP50, double? LatencyP95, double? LatencyP99);

/// <summary>One day of one kind of query.</summary>
/// <param name="SecondsToVoteP50">From both answers being there to the vote; null without a vote.</param>
/// <param name="Turns">User turns per battle.</param>
internal sealed record EngagementRow(
    DateOnly Day, string Category, long Battles, long Votes, double VotesPerBattle, long Voters, double? SecondsToVoteP50, double? SecondsToVoteP95, double Turns);

/// <summary>One deployment that answered in the name of a model.</summary>
/// <param name="Revision">Of the weights or the endpoint; null where the upstream does not say.</param>
internal sealed record DeploymentRow(string ModelId, string Deployment, string UpstreamModel, string? Revision, long Answers, DateOnly FirstDay, DateOnly LastDay);

/// <summary>The stars of one model.</summary>
/// <param name="Counts">How often one star, two, … five.</param>
internal sealed record StarRow(string ModelId, long Ratings, double Average, long[] Counts);
