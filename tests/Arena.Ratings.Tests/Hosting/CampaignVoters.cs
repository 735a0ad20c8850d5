using Arena.Contracts.Ratings;
using Grpc.Core;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Ratings.Tests.Hosting;

/// <summary>Voters of campaigns, who take prompts and judge them as a client does; and what they were handed.</summary>
internal sealed class CampaignVoters(RatingsClient ratings)
{
    public static readonly string[] Models = ["campaign-a", "campaign-b", "campaign-c"];

    /// <summary>In the order in which it was judged.</summary>
    public List<Served> Served { get; } = [];

    /// <summary>Takes a prompt.</summary>
    /// <exception cref="RpcException">There is none for this voter.</exception>
    public async Task<TakePromptResponse> TakeAsync(string campaign, string voter) =>
        await ratings.TakePromptAsync(new() { Campaign = campaign, Session = voter }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Takes a prompt and judges it: the same way each time, for the model that comes first. Why there was none, or null.</summary>
    /// <param name="forLast">For the model that comes last.</param>
    public async Task<StatusCode?> JudgeAsync(string campaign, string voter, bool forLast = false)
    {
        TakePromptResponse taken;
        try
        {
            taken = await TakeAsync(campaign, voter);
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }

        var isRepeated = taken.Models.Count == 2;
        var (left, right) = isRepeated ? (taken.Models[1], taken.Models[0]) : (taken.Models[Served.Count % 3], taken.Models[(Served.Count + 1) % 3]);
        var battle = SampleBattle.Of(left, right);
        (battle.Prompt, battle.Session) = (taken.Prompt, voter);
        var leftWins = string.CompareOrdinal(left, right) < 0 ^ forLast;
        Served.Add(new(voter, taken.Prompt, isRepeated, leftWins ? left : right, leftWins ? right : left));
        var cancellationToken = TestContext.Current.CancellationToken;
        await ratings.RecordBattleAsync(battle, cancellationToken: cancellationToken);
        await ratings.BindPromptAsync(new() { AssignmentId = taken.AssignmentId, BattleId = battle.BattleId }, cancellationToken: cancellationToken);
        await ratings.SubmitVoteAsync(
            new() { BattleId = battle.BattleId, Preference = leftWins ? Preference.Left : Preference.Right, Session = voter }, cancellationToken: cancellationToken);
        return null;
    }
}

/// <summary>A prompt that a voter got, and the judgement.</summary>
internal sealed record Served(string Voter, string Prompt, bool Repeated, string Winner, string Loser);
