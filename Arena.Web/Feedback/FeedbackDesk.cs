using Arena.Contracts.Ratings;
using Arena.Web.Battles.Api;
using Grpc.Core;

namespace Arena.Web.Feedback;

/// <summary>Takes what voters say beyond their vote, which comes first: nobody is to score instead of voting.</summary>
internal sealed class FeedbackDesk(Ratings.RatingsClient ratings, TimeProvider time)
{
    private const string Voter = "voter";

    /// <summary>What was kept; or why nothing was.</summary>
    /// <param name="key">The same key again changes nothing.</param>
    public async Task<(FeedbackAnswer? Answer, Problem? Problem)> GiveAsync(
        string battleId, FeedbackBody body, string session, string key, CancellationToken cancellationToken)
    {
        try
        {
            await ratings.GetVoteAsync(new() { BattleId = battleId }, deadline: Deadline, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound)
        {
            return (null, Problems.NotVoted);
        }

        try
        {
            var created = await GiveReasonsAsync(battleId, body, session, key, cancellationToken);
            created |= await GiveScoresAsync(battleId, "left", body.Scores?.Left, body.Rubric, session, key, cancellationToken);
            created |= await GiveScoresAsync(battleId, "right", body.Scores?.Right, body.Rubric, session, key, cancellationToken);
            return (new(battleId, Duplicate: !created), null);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.InvalidArgument)
        {
            return (null, Problems.InvalidRequest($"{exception.Status.Detail}."));
        }
    }

    private DateTime Deadline => time.GetUtcNow().UtcDateTime + BattleFinder.Patience;

    private async Task<bool> GiveReasonsAsync(string battleId, FeedbackBody body, string session, string key, CancellationToken cancellationToken)
    {
        if (body.Reasons is not { Count: > 0 } && string.IsNullOrWhiteSpace(body.Comment))
        {
            return false;
        }

        var request = new GiveFeedbackRequest { Id = $"{battleId}:{key}", BattleId = battleId, Reasons = { body.Reasons ?? [] }, Comment = body.Comment ?? "", Session = session };
        return (await ratings.GiveFeedbackAsync(request, deadline: Deadline, cancellationToken: cancellationToken)).Created;
    }

    private async Task<bool> GiveScoresAsync(
        string battleId, string side, IReadOnlyDictionary<string, int>? scores, string? rubric, string session, string key, CancellationToken cancellationToken)
    {
        if (scores is not { Count: > 0 })
        {
            return false;
        }

        var request = new GiveScoresRequest { Id = $"{battleId}:{side}:{key}", BattleId = battleId, Side = side, Rubric = rubric, Scorer = Voter, Session = session };
        foreach (var (dimension, score) in scores)
        {
            request.Scores[dimension] = score;
        }

        return (await ratings.GiveScoresAsync(request, deadline: Deadline, cancellationToken: cancellationToken)).Created;
    }
}
