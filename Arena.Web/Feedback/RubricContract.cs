namespace Arena.Web.Feedback;

/// <summary>The rubrics, as the ratings service tells them.</summary>
internal sealed record RubricList(IReadOnlyList<RubricItem> Rubrics);

internal sealed record RubricItem(string Id, string Title, string Help, IReadOnlyList<RubricDimension> Dimensions);

internal sealed record RubricDimension(string Id, string Title, string Help, int Min, int Max);

internal sealed record RubricProfiles(string Rubric, IReadOnlyList<RubricScoreRow> Profiles);

/// <summary>The mean of one dimension.</summary>
/// <param name="Scorer">"voter", or "judge:" and a model id.</param>
/// <param name="Lower">Of the 95 % interval; null for a single score.</param>
internal sealed record RubricScoreRow(string ModelId, string Scorer, string Dimension, int Scores, double Mean, double? Lower, double? Upper);
