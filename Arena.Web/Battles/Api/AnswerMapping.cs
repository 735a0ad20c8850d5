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
        Turns = battle.Turns.Count > 0 ? [.. battle.Turns.Select(turn => new TurnAnswer(turn.Message, turn.AnswerA, turn.AnswerB))] : null,
        Models = battle.PairPolicy == NamedPolicy ? new(battle.ModelA, battle.ModelB) : null,
        ContinuedBy = battle.ContinuedBy.Length > 0 ? battle.ContinuedBy : null,
    };

    /// <summary>A battle that only the ledger knows: it has no stream, and no view follows it.</summary>
    public static BattleAnswer ToAnswer(this RecordedBattle battle) => new(
        battle.BattleId,
        battle.ViewIndex,
        TotalViews: 0,
        battle.Route,
        battle.QueryType,
        Confidence: 1,
        Names.Of(battle.Vote is null ? BattleState.Answered : BattleState.Revealed),
        battle.Left.Turns.LastOrDefault(turn => turn.Role is "user")?.Content ?? battle.Prompt,
        StreamUrl: "")
    {
        Turns = TurnsOf(battle),
        Responses = battle.ToResponses(),
        Reveal = battle.Vote?.ToAnswer(),
    };

    public static Sides<string> ToResponses(this RecordedBattle battle) => new(battle.Left.Text, battle.Right.Text);

    public static VoteAnswer ToAnswer(this VoteResult vote) => new(
        vote.BattleId,
        Names.Of(vote.Preference),
        vote.Duplicate,
        new(vote.Left.Answer.DisplayName, vote.Right.Answer.DisplayName),
        new(new(vote.Left.RatingBefore, vote.Right.RatingBefore), new(vote.Left.RatingAfter, vote.Right.RatingAfter)),
        new(DetailsOf(vote.Left), DetailsOf(vote.Right)))
    {
        NotRatedBecause = vote.NotRatedBecause.Length > 0 ? vote.NotRatedBecause : null,
    };

    private static ModelDetails DetailsOf(RevealedSide side) => DetailsOf(side.Answer) with
    {
        Place = side.Place is { } place
            ? new(
                place.Rank,
                place.HasRankBest ? place.RankBest : null,
                place.HasRankWorst ? place.RankWorst : null,
                Math.Round(place.Rating, 1),
                place.HasLower ? Math.Round(place.Lower, 1) : null,
                place.HasUpper ? Math.Round(place.Upper, 1) : null,
                place.Status,
                place.Models)
            : null,
    };

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
        answer is { OutputTokens: > 0, DurationSeconds: > 0 } ? Math.Round(answer.OutputTokens / answer.DurationSeconds, 1) : null)
    {
        CostUsd = answer.HasCostUsd ? answer.CostUsd : null,
    };

    /// <summary>The turns before the last one: each side has its own answers to the same messages. Null in the first turn.</summary>
    private static List<TurnAnswer>? TurnsOf(RecordedBattle battle)
    {
        var said = battle.Left.Turns.Zip(battle.Right.Turns).Where(pair => pair.First.Role is not "system").ToList();
        List<TurnAnswer> turns = [.. said.Zip(said.Skip(1))
            .Where(step => step.First.First.Role is "user" && step.Second.First.Role is "assistant")
            .Select(step => new TurnAnswer(step.First.First.Content, step.Second.First.Content, step.Second.Second.Content))
            .SkipLast(1)];
        return turns.Count > 0 ? turns : null;
    }
}
