using System.Text.Json;
using Arena.Ratings.Battles;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;

namespace Arena.Ratings.Exports.Formats;

/// <summary>Rubric scores, each with the conversation that was scored: for reward models of one's own dimensions.</summary>
internal sealed class ScoresFormat : IExportFormat
{
    public string Name => "scores";

    public string Evidence => RecordKind.Scores;

    public bool Deduplicates => false;

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is ScoreItem { Score: var score } scored)
        {
            yield return new ScoreLine(
                score.Rubric, JsonSerializer.Deserialize<SortedDictionary<string, double>>(score.Scores)!, score.Scorer, scored.Voter, score.GivenAt,
                scored.Battle.Id, score.Side.Name(), scored.Model, scored.Turns);
        }
    }
}

/// <summary>Reasons and comments, each with the vote that it belongs to.</summary>
internal sealed class FeedbackFormat : IExportFormat
{
    public string Name => "feedback";

    public string Evidence => RecordKind.Feedback;

    public bool Deduplicates => false;

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is FeedbackItem { Feedback: var feedback, Battle: var battle } given)
        {
            yield return new FeedbackLine(
                feedback.Reasons, feedback.Comment?.Content, battle.Vote?.Preference.Name(), given.Voter, feedback.GivenAt, battle.Id, battle.LeftModelId, battle.RightModelId,
                given.Prompt);
        }
    }
}

/// <summary>A score.</summary>
/// <param name="Scorer">"voter", or "judge:" and a model id.</param>
/// <param name="Messages">The conversation; its last message is what was scored.</param>
internal sealed record ScoreLine(
    string Rubric, IReadOnlyDictionary<string, double> Scores, string Scorer, string? Voter, DateTimeOffset At, string Battle, string Side, string Model,
    IReadOnlyList<TurnRecord> Messages);

/// <summary>Why somebody voted as they did.</summary>
internal sealed record FeedbackLine(
    IReadOnlyList<string> Reasons, string? Comment, string? Preference, string? Voter, DateTimeOffset At, string Battle, string ModelLeft, string ModelRight, string Prompt);
