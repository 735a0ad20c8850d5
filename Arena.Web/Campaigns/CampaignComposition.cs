using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Campaigns;

/// <summary>Campaigns for voters: the next prompt, by script or by the form of the page (docs/campaigns.md).</summary>
internal static class CampaignComposition
{
    public static void AddCampaigns(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<CampaignBattles>();

    public static void MapCampaigns(this WebApplication app)
    {
        app.MapGroup("/api/arena").WithTags("Arena").AddEndpointFilter<ProblemFilter>()
            .MapPost("/campaigns/{name}/next", Start).WithName("StartCampaignBattle")
            .WithSummary("Opens a battle on a prompt of a campaign that the voter has not judged yet.");
        app.MapPost("/campaigns/{name}/next", StartFromForm).ExcludeFromDescription();
    }

    private static async Task<Ok<BattleAnswer>> Start(
        string name, [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] CampaignBody? body, HttpContext http, CampaignBattles battles,
        CancellationToken cancellationToken)
    {
        var session = body?.Session is { Length: > 0 and <= VoterSession.LongestSession } given && !given.Any(char.IsControl) ? given : VoterSession.ReadOrCreate(http);
        return TypedResults.Ok((await battles.StartAsync(name, session, cancellationToken)).ToAnswer());
    }

    /// <summary>The page's own button, which works without script; what cannot be started is said on the page.</summary>
    private static async Task<Results<RedirectHttpResult, Problem>> StartFromForm(
        string name, HttpContext http, IAntiforgery antiforgery, CampaignBattles battles, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Problems.InvalidRequest("The page is too old. Load it again.");
        }

        var campaign = Uri.EscapeDataString(name);
        return await battles.TryStartAsync(name, VoterSession.ReadOrCreate(http), cancellationToken) is { } battle
            ? TypedResults.LocalRedirect($"/battle/{battle.BattleId}?campaign={campaign}")
            : TypedResults.LocalRedirect($"/campaigns/{campaign}?nothing=left");
    }

    private sealed record CampaignBody(string? Session);
}
