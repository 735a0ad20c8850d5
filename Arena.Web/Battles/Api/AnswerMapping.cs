using Arena.Contracts.Ratings;
using Arena.Contracts.Router;

namespace Arena.Web.Battles.Api;

/// <summary>From what the services say to what the API answers.</summary>
internal static class AnswerMapping
{
    /// <summary>The router's word for a pair that the voter chose.</summary>
    private const string NamedPolicy = "named";

    public static BattleAnswer ToAnswer(this Battle battle) => new(
        battle.BattleId,
        battle.ViewIndex,
        battle.TotalViews,
        battle.Route.Route,
        battle.Route.QueryType,
        battle.Route.Confidence,
        Names.Of(battle.State),
        battle.Message,
        $"/api/arena/battles/{battle.BattleId}/stream")
    {
        Models = battle.PairPolicy == NamedPolicy ? new(battle.ModelA, battle.ModelB) : null,
    };

    public static VoteAnswer ToAnswer(this VoteResult vote) => new(
        vote.BattleId,
        Names.Of(vote.Preference),
        vote.Duplicate,
        new(vote.Left.Answer.DisplayName, vote.Right.Answer.DisplayName),
        new(new(vote.Left.RatingBefore, vote.Right.RatingBefore), new(vote.Left.RatingAfter, vote.Right.RatingAfter)),
        new(DetailsOf(vote.Left.Answer), DetailsOf(vote.Right.Answer)));

    private static ModelDetails DetailsOf(Answer answer) => new(
        answer.ModelId,
        answer.DisplayName,
        answer.Simulated,
        answer.AskedModelId,
        answer.DeploymentId,
        answer.FellBack,
        answer.FinishReason,
        Math.Round(answer.DurationSeconds, 3),
        Math.Round(answer.TimeToFirstTokenSeconds, 3),
        answer.OutputTokens,
        answer is { OutputTokens: > 0, DurationSeconds: > 0 } ? Math.Round(answer.OutputTokens / answer.DurationSeconds, 1) : null);
}
