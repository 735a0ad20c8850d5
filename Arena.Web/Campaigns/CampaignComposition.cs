using Arena.Web.Battles.Api;
using Arena.Web.Operations.Owners;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Arena.Web.Campaigns;

/// <summary>Campaigns for voters: the next prompt, by script or by the form of the page; and for owners the export (docs/campaigns.md).</summary>
internal static class CampaignComposition
{
    public static void AddCampaigns(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<CampaignBattles>();

    public static void MapCampaigns(this WebApplication app)
    {
        var campaigns = app.MapGroup("/api/arena/campaigns").WithTags("Arena").AddEndpointFilter<ProblemFilter>();
        campaigns.MapGet("/{name}", Get).WithName("GetOwnCampaign").WithSummary("How far a campaign is, and how much of it the voter has judged.");
        campaigns.MapPost("/{name}/next", Start).WithName("StartCampaignBattle")
            .WithSummary("Opens a battle on a prompt of a campaign that the voter has not judged yet.");
        app.MapPost("/campaigns/{name}/next", StartFromForm).ExcludeFromDescription();
        app.MapGet("/campaigns/{name}/dpo.jsonl", Export).ExcludeFromDescription();
    }

    private static async Task<Ok<OwnCampaign>> Get(string name, HttpContext http, CampaignBattles battles, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(OwnCampaign.Of(await battles.FindAsync(name, VoterSession.Read(http.Request), cancellationToken)));
    }

    private static async Task<Results<Ok<BattleAnswer>, Problem>> Start(
        string name, [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] CampaignBody? body, HttpContext http, CampaignBattles battles,
        CancellationToken cancellationToken)
    {
        return VoterSession.Broken(body?.Session) is { } broken
            ? Problems.InvalidRequest(broken)
            : TypedResults.Ok((await battles.StartAsync(name, body?.Session ?? VoterSession.ReadOrCreate(http), cancellationToken)).ToAnswer());
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

    /// <summary>The export of the ratings service, on an owner's behalf: a link on the page, that no script has to hold a key for.</summary>
    private static async Task<IResult> Export(string name, HttpContext http, OwnerPass pass, CampaignReader campaigns, CancellationToken cancellationToken)
    {
        var campaign = Uri.EscapeDataString(name);
        if (!pass.IsOwner(http.Request))
        {
            return TypedResults.LocalRedirect($"/owner?returnUrl={Uri.EscapeDataString($"/campaigns/{campaign}")}");
        }

        http.Response.Headers.CacheControl = "no-store";
        return await campaigns.ExportAsync(name, pass.Key!, cancellationToken) is { } pairs
            ? TypedResults.Stream(pairs, "application/x-ndjson", $"{name}.dpo.jsonl")
            : TypedResults.LocalRedirect($"/campaigns/{campaign}?export=failed");
    }

    private sealed record CampaignBody(string? Session);
}
