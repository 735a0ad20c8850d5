using System.Text;
using Arena.Contracts.Inference;
using Arena.ServiceDefaults.Problems;
using Arena.Web.Battles.Api;
using Arena.Web.Compare.Api;
using Arena.Web.Documents;
using Arena.Web.Documents.Api;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Planning;

/// <summary>Checks a comparison before anything is asked: the models, the room for the document, the price.</summary>
internal sealed class ComparePlanner(
    Inference.InferenceClient inference, DocumentArchive documents, IOptions<CompareOptions> options, TimeProvider time)
{
    public const int FewestModels = 2;
    public const int MostModels = 6;

    /// <summary>Less of a document than this is not worth asking about.</summary>
    private const int LeastDocumentBytes = 300;

    private const double TokensPerPrice = 1_000_000;

    /// <summary>The plan; or why there is none.</summary>
    public async Task<(ComparePlan? Plan, Problem? Problem)> PlanAsync(
        string prompt, IReadOnlyList<string> modelIds, string? documentId, string session, CancellationToken cancellationToken)
    {
        if (CheckPrompt(prompt) is { } wrong)
        {
            return (null, wrong);
        }

        // JSON may have a null among them.
        if (modelIds.Count is < FewestModels or > MostModels || modelIds.Contains(null!) || modelIds.Distinct(StringComparer.Ordinal).Count() != modelIds.Count)
        {
            return (null, CompareProblems.ModelsInvalid);
        }

        var deadline = time.GetUtcNow().UtcDateTime + BattleFinder.Patience;
        var known = (await inference.ListModelsAsync(new(), deadline: deadline, cancellationToken: cancellationToken)).Models
            .ToDictionary(model => model.Id, StringComparer.Ordinal);
        if (modelIds.FirstOrDefault(id => known.GetValueOrDefault(id) is not { Available: true }) is { } missing)
        {
            return (null, CompareProblems.ModelUnavailable(missing));
        }

        List<Model> models = [.. modelIds.Select(id => known[id])];
        RenderedDocument? document = null;
        if (documentId is not null)
        {
            if (await documents.FindAsync(documentId, session, cancellationToken) is not { } found)
            {
                return (null, DocumentProblems.NotFound);
            }

            document = new(found);
        }

        return Plan(prompt, models, document, options.Value.MaxTokens);
    }

    /// <summary>The same text for all: what fits into the smallest of the contexts. An unknown context counts as room.</summary>
    internal static (ComparePlan? Plan, Problem? Problem) Plan(string prompt, IReadOnlyList<Model> models, RenderedDocument? document, int answerTokens)
    {
        var promptBytes = Encoding.UTF8.GetByteCount(prompt);
        var smallest = models.Where(model => model.Capabilities is { ContextLength: > 0 }).MinBy(model => model.Capabilities.ContextLength);
        var room = smallest is null ? long.MaxValue : ((long)(smallest.Capabilities.ContextLength - answerTokens) * RenderedDocument.BytesPerToken) - promptBytes;
        if (room < 0)
        {
            return (null, CompareProblems.ContextTooSmall(smallest!.DisplayName));
        }

        if (document is null)
        {
            return (new(models, Excerpt: null, EstimateOf(models, promptBytes, answerTokens)), null);
        }

        var excerpt = document.Fit(room == long.MaxValue ? room : room - RenderedDocument.FrameBytes);
        if (excerpt.IsCut && Encoding.UTF8.GetByteCount(excerpt.Text) < LeastDocumentBytes && excerpt.Text.Length < document.Text.Length)
        {
            return (null, CompareProblems.ContextTooSmall(smallest!.DisplayName));
        }

        return (new(models, excerpt, EstimateOf(models, Encoding.UTF8.GetByteCount(excerpt.AppendTo(prompt)), answerTokens)), null);
    }

    private static CostEstimate EstimateOf(IReadOnlyList<Model> models, int inputBytes, int answerTokens)
    {
        var inputTokens = (inputBytes + RenderedDocument.BytesPerToken - 1) / RenderedDocument.BytesPerToken;
        List<ModelCost> costs =
        [
            .. models.Select(model => new ModelCost(
                model.Id,
                model.DisplayName,
                inputTokens,
                answerTokens,
                model.Price is { } price ? ((inputTokens * price.Input) + (answerTokens * price.Output)) / TokensPerPrice : null)),
        ];
        return new(costs, costs.Sum(cost => cost.MaxUsd ?? 0), costs.Exists(cost => cost.MaxUsd > 0));
    }

    private Problem? CheckPrompt(string prompt) => prompt switch
    {
        _ when string.IsNullOrWhiteSpace(prompt) => Problems.MessageEmpty,
        _ when Encoding.UTF8.GetByteCount(prompt) > options.Value.MaxPromptBytes => new(
            ProblemTypes.MessageTooLong, 400, "The prompt is too long", $"A prompt may have {options.Value.MaxPromptBytes} bytes. Put the rest into a document."),
        _ when prompt.Contains('\0', StringComparison.Ordinal) => Problems.InvalidRequest("prompt must not contain U+0000."),
        _ => null,
    };
}
