using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Rubrics;

/// <summary>Reads what rubric scores say: profiles of models, and how far those who score agree. People and judge models stay apart.</summary>
internal sealed class ScoreReader(LedgerContext ledger)
{
    public const string Voter = "voter";

    private const double Z = 1.959963984540054; // 95 %

    /// <summary>The mean of each dimension for each model and kind of scorer.</summary>
    /// <param name="model">Null: all models.</param>
    public async Task<IReadOnlyList<ProfileRow>> ProfilesAsync(string rubric, string? model, CancellationToken cancellationToken)
    {
        var scores = (await ReadAsync(rubric, cancellationToken)).Where(score => model is null || score.ModelId == model);
        return
        [
            .. from score in scores
               group score.Value by (score.ModelId, score.DisplayName, score.Scorer, score.Dimension) into same
               orderby same.Key.ModelId, same.Key.Scorer descending, same.Key.Dimension
               select RowOf(same.Key.ModelId, same.Key.DisplayName, same.Key.Scorer, same.Key.Dimension, [.. same]),
        ];
    }

    /// <summary>Krippendorff's α among people, and of each judge with the mean of people, for each dimension.</summary>
    public async Task<IReadOnlyList<AgreementRow>> AgreementAsync(string rubric, CancellationToken cancellationToken)
    {
        var scores = await ReadAsync(rubric, cancellationToken);
        var rows = new List<AgreementRow>();
        foreach (var dimension in scores.GroupBy(score => score.Dimension, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var people = Units(dimension.Where(score => score.Scorer == Voter));
            rows.Add(new(dimension.Key, Voter, KrippendorffAlpha.Interval(people.Values)));
            foreach (var judge in dimension.Where(score => score.Scorer != Voter).GroupBy(score => score.Scorer, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var judged = Units(judge);
                var both = judged.Where(unit => people.ContainsKey(unit.Key)).Select(unit => (IReadOnlyList<double>)[unit.Value.Average(), people[unit.Key].Average()]);
                rows.Add(new(dimension.Key, judge.Key, KrippendorffAlpha.Interval(both)));
            }
        }

        return rows;
    }

    private static Dictionary<(string BattleId, string Side), List<double>> Units(IEnumerable<Score> scores) => scores
        .GroupBy(score => (score.BattleId, score.Side)).ToDictionary(unit => unit.Key, unit => unit.Select(score => score.Value).ToList());

    private static ProfileRow RowOf(string model, string name, string scorer, string dimension, List<double> values)
    {
        var mean = values.Average();
        double? deviation = values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) : null;
        var reach = deviation is { } sd ? Z * sd / Math.Sqrt(values.Count) : (double?)null;
        return new(model, name, scorer, dimension, values.Count, mean, deviation, mean - reach, mean + reach);
    }

    /// <summary>The last word of each scorer on each answer. A scorer without a session is somebody new each time.</summary>
    private Task<List<Score>> ReadAsync(string rubric, CancellationToken cancellationToken) => ledger.Database.SqlQuery<Score>(
        $"""
         SELECT l.battle_id AS "BattleId", l.side AS "Side", l.scorer AS "Scorer", a.model_id AS "ModelId", m.display_name AS "DisplayName",
             d.key AS "Dimension", d.value::double precision AS "Value"
         FROM (
             SELECT DISTINCT ON (battle_id, side, scorer, who) * FROM (
                 SELECT s.*, coalesce(encode(s.session_hash, 'hex'), CASE WHEN s.scorer = {Voter} THEN s.id ELSE '' END) AS who FROM scores s WHERE s.rubric = {rubric}) AS named
             ORDER BY battle_id, side, scorer, who, sequence DESC) AS l
         JOIN answers a ON a.battle_id = l.battle_id AND a.side = l.side
         JOIN model_ratings m ON m.model_id = a.model_id
         CROSS JOIN LATERAL jsonb_each_text(l.scores::jsonb) AS d (key, value)
         """).ToListAsync(cancellationToken);

    private sealed record Score(string BattleId, string Side, string Scorer, string ModelId, string DisplayName, string Dimension, double Value);
}

/// <summary>What one kind of scorer thinks of a model on one dimension.</summary>
/// <param name="Scorer">"voter", or "judge:" and a model id.</param>
/// <param name="Scores">Answers that were scored, each by each scorer once.</param>
/// <param name="StandardDeviation">Of scores; null for a single one.</param>
/// <param name="Lower">Of the 95 % interval of the mean, as of a normal distribution.</param>
internal sealed record ProfileRow(
    string ModelId, string DisplayName, string Scorer, string Dimension, int Scores, double Mean, double? StandardDeviation, double? Lower, double? Upper);

/// <summary>How far scorers agree on one dimension.</summary>
/// <param name="Scorer">"voter": people among themselves; "judge:…": this judge with the mean of people.</param>
/// <param name="Agreement">Null while nothing can be said.</param>
internal sealed record AgreementRow(string Dimension, string Scorer, Agreement? Agreement);
