using Arena.Web.Readings;

namespace Arena.Web.Feedback;

/// <summary>Rubrics, and what they say of a model.</summary>
internal sealed class RubricReader(HttpClient http, ReadingCache cache, ILogger<RubricReader> logger) : ServiceReader(http, cache, "ratings", logger)
{
    public Task<Reading<RubricList>> ListAsync(CancellationToken cancellationToken) => GetAsync<RubricList>("/api/rubrics", cancellationToken);

    public Task<Reading<RubricProfiles>> ProfileAsync(string rubric, string modelId, CancellationToken cancellationToken) =>
        GetAsync<RubricProfiles>($"/api/rubrics/{rubric}/profiles?model={Uri.EscapeDataString(modelId)}", cancellationToken);
}
