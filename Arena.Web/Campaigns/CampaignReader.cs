using Arena.Web.Readings;

namespace Arena.Web.Campaigns;

/// <summary>Campaigns, as the ratings service tells them.</summary>
internal sealed class CampaignReader(HttpClient http, ReadingCache cache, ILogger<CampaignReader> logger) : ServiceReader(http, cache, "ratings", logger)
{
    public Task<Reading<CampaignList>> ListAsync(CancellationToken cancellationToken) => GetAsync<CampaignList>("/api/campaigns", cancellationToken);

    public Task<Reading<CampaignItem>> FindAsync(string name, CancellationToken cancellationToken) =>
        GetAsync<CampaignItem>($"/api/campaigns/{Uri.EscapeDataString(name)}", cancellationToken);
}

internal sealed record CampaignList(IReadOnlyList<CampaignItem> Campaigns);

/// <summary>A campaign and how far it is.</summary>
/// <param name="IntervalWidth">Elo points of the widest 95 % interval; null while unknown.</param>
/// <param name="State">open, reached or closed.</param>
public sealed record CampaignItem(
    string Name, string Title, string Description, string? Rubric, int Prompts, long Votes, double? IntervalWidth, CampaignTarget Target, string State);

public sealed record CampaignTarget(long? Votes, double? IntervalWidth);
