using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Web.Battles.Runs;
using Arena.Web.Documents;

namespace Arena.Web.Compare.Runs;

/// <summary>What the ledger is told of a comparison.</summary>
internal static class LedgerComparison
{
    public static RecordComparisonRequest Of(
        Comparison comparison, DocumentExcerpt? document, IReadOnlyList<ComparedProgress> ends, IReadOnlyDictionary<string, Model> models)
    {
        var record = new RecordComparisonRequest
        {
            ComparisonId = comparison.ComparisonId,
            Prompt = comparison.Prompt,
            QueryType = comparison.QueryType,
            CreatedAt = comparison.CreatedAt,
            DocumentHash = document?.Hash ?? "",
            Answers = { ends.Where(end => end.Whole is not null).Select(end => AnswerOf(comparison.Models[end.Position - 1], end.Whole!, models)) },
            Failed =
            {
                from end in ends
                where end.Failure is not null
                let id = comparison.Models[end.Position - 1]
                select new FailedAnswer
                {
                    Position = end.Position, ModelId = id, DisplayName = models.GetValueOrDefault(id)?.DisplayName ?? id, Cause = end.Failure!.Cause,
                },
            },
        };
        if (document is not null)
        {
            record.Asked.Add(new Turn { Role = "user", Content = document.AppendTo(comparison.Prompt) });
        }

        return record;
    }

    public static Answer AnswerOf(string askedModelId, WholeAnswer whole, IReadOnlyDictionary<string, Model> models) =>
        LedgerAnswer.Of(askedModelId, whole.Text, whole.Completed, models);
}
