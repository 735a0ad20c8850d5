using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Grpc.Core;

namespace Arena.Web.Campaigns;

/// <summary>Opens battles on the prompts of campaigns: takes a prompt, draws a pair among the campaign's models, and says which battle it became.</summary>
internal sealed partial class CampaignBattles(Ratings.RatingsClient ratings, Router.RouterClient router, TimeProvider time, ILogger<CampaignBattles> logger)
{
    /// <summary>A battle on the next prompt for this voter.</summary>
    /// <exception cref="RpcException">There is no such campaign, nothing is left for the voter, or no two of its models can answer now.</exception>
    public async Task<Battle> StartAsync(string campaign, string session, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow().UtcDateTime + BattleFinder.Patience;
        var taken = await ratings.TakePromptAsync(new() { Campaign = campaign, Session = session }, deadline: deadline, cancellationToken: cancellationToken);
        using var activity = BattleTracing.Source.StartActivity("battle");
        var battle = await router.StartBattleAsync(
            new()
            {
                Message = taken.Prompt,
                Session = session,
                TraceParent = Activity.Current?.Id ?? "",
                Eligibility = new() { OnlyModels = { taken.Models } },
            },
            deadline: deadline,
            cancellationToken: cancellationToken);
        await ratings.BindPromptAsync(new() { AssignmentId = taken.AssignmentId, BattleId = battle.BattleId }, deadline: deadline, cancellationToken: cancellationToken);
        return battle;
    }

    /// <summary>How far a campaign is.</summary>
    /// <param name="session">Of the voter whose own count is wanted; empty: none.</param>
    /// <exception cref="RpcException">There is no such campaign.</exception>
    public async Task<Contracts.Ratings.Campaign> FindAsync(string campaign, string session, CancellationToken cancellationToken) =>
        await ratings.GetCampaignAsync(
            new() { Name = campaign, Session = session }, deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience, cancellationToken: cancellationToken);

    /// <summary>Null where a battle cannot be opened.</summary>
    public async Task<Battle?> TryStartAsync(string campaign, string session, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(campaign, session, cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotStarted(exception, campaign);
            return null;
        }
    }

    [LoggerMessage(EventId = 4301, EventName = "CampaignNotStarted", Level = LogLevel.Information, Message = "No battle was opened for campaign {Campaign}.")]
    private partial void LogNotStarted(Exception exception, string campaign);
}
