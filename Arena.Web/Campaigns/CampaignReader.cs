using Arena.Web.Readings;

namespace Arena.Web.Campaigns;

/// <summary>Campaigns, as the ratings service tells them.</summary>
internal sealed class CampaignReader(HttpClient http, ReadingCache cache, ILogger<CampaignReader> logger) : ServiceReader(http, cache, "ratings", logger)
{
    public Task<Reading<CampaignList>> ListAsync(CancellationToken cancellationToken) => GetAsync<CampaignList>("/api/campaigns", cancellationToken);

    public Task<Reading<CampaignItem>> FindAsync(string name, CancellationToken cancellationToken) =>
        GetAsync<CampaignItem>($"/api/campaigns/{Uri.EscapeDataString(name)}", cancellationToken);

    /// <summary>How consistent the voters were; only for who has the admin key.</summary>
    public Task<Reading<CampaignConsistency>> ConsistencyAsync(string name, string adminKey, CancellationToken cancellationToken) =>
        GetAsync<CampaignConsistency>($"/api/campaigns/{Uri.EscapeDataString(name)}/consistency", cancellationToken, adminKey);

    /// <summary>The pairs for DPO, as they come; null when there are none to be had now. Only for who has the admin key.</summary>
    public Task<Stream?> ExportAsync(string name, string adminKey, CancellationToken cancellationToken) =>
        OpenAsync($"/api/export/dpo?campaign={Uri.EscapeDataString(name)}", adminKey, cancellationToken);
}

internal sealed record CampaignList(IReadOnlyList<CampaignItem> Campaigns);

/// <summary>A campaign and how far it is.</summary>
/// <param name="IntervalWidth">Elo points of the widest 95 % interval; null while unknown.</param>
/// <param name="State">open, reached or closed.</param>
public sealed record CampaignItem(
    string Name, string Title, string Description, string? Rubric, int Prompts, long Votes, double? IntervalWidth, CampaignTarget Target, string State);

/// <summary>Whether voters judge the same way again, and as others do.</summary>
internal sealed record CampaignConsistency(Agreement Repeated, Agreement BetweenVoters);

/// <summary>How far judgements of the same pair agree.</summary>
/// <param name="Same">Share of the pairs of judgements that are the same; null without any.</param>
/// <param name="Alpha">Krippendorff's α; null while nothing can be said.</param>
internal sealed record Agreement(long Pairs, double? Same, double? Alpha);

public sealed record CampaignTarget(long? Votes, double? IntervalWidth);
