using Arena.Contracts.Inference;
using Arena.Web.Documents;

namespace Arena.Web.Compare.Planning;

/// <summary>What is about to be asked, of whom, and what it may cost.</summary>
/// <param name="Models">As chosen.</param>
/// <param name="Excerpt">What of the document is sent; null without one.</param>
internal sealed record ComparePlan(IReadOnlyList<Model> Models, DocumentExcerpt? Excerpt, CostEstimate Estimate);

/// <summary>What a comparison may cost, at most, as the models' prices say.</summary>
/// <param name="Models">In the order of the choice.</param>
/// <param name="TotalUsd">Of the models with a price.</param>
/// <param name="IsPaid">At least one of them has a price above 0.</param>
internal sealed record CostEstimate(IReadOnlyList<ModelCost> Models, double TotalUsd, bool IsPaid);

/// <summary>What one model may cost.</summary>
/// <param name="InputTokens">About: a token is taken for so few bytes that the true figure is rarely higher.</param>
/// <param name="MaxOutputTokens">What the answer may have.</param>
/// <param name="MaxUsd">Null when nobody said a price.</param>
internal sealed record ModelCost(string ModelId, string DisplayName, int InputTokens, int MaxOutputTokens, double? MaxUsd);
