using Arena.Ratings.Engine;

namespace Arena.Ratings.Campaigns;

/// <summary>How far the votes of a campaign can be relied on: do voters judge the same pair the same way again, and do different voters agree.</summary>
/// <param name="Repeated">The same voter on the same pair and prompt, twice.</param>
/// <param name="BetweenVoters">Different voters on the same pair and prompt.</param>
internal sealed record Consistency(JudgementAgreement Repeated, JudgementAgreement BetweenVoters)
{
    public static Consistency Of(IReadOnlyList<CampaignVote> votes)
    {
        var first = votes.Where(vote => vote.RepeatOf is null).ToList();
        var byBattle = first.ToDictionary(vote => vote.BattleId, StringComparer.Ordinal);
        var repeats = votes.Where(vote => vote.RepeatOf is not null && byBattle.ContainsKey(vote.RepeatOf))
            .Select(vote => (IReadOnlyList<int>)[(int)byBattle[vote.RepeatOf!].Outcome, (int)vote.Outcome]);
        var shared = first.GroupBy(vote => (vote.Prompt, vote.Pair)).Select(same => (IReadOnlyList<int>)[.. same.Select(vote => (int)vote.Outcome)]);
        return new(JudgementAgreement.Of(repeats), JudgementAgreement.Of(shared));
    }
}

/// <summary>Agreement on one of four outcomes: first better, second better, tie, both bad.</summary>
/// <param name="Pairs">Pairs of judgements on the same.</param>
/// <param name="Same">Share of them that are the same; null without any.</param>
/// <param name="Alpha">Krippendorff's α, nominal; null while nothing can be said.</param>
internal sealed record JudgementAgreement(long Pairs, double? Same, double? Alpha)
{
    public static JudgementAgreement Of(IEnumerable<IReadOnlyList<int>> units)
    {
        var known = units.ToList();
        var pairs = known.Sum(unit => (long)unit.Count * (unit.Count - 1) / 2);
        var same = known.Sum(unit => unit.CountBy(outcome => outcome).Sum(group => (long)group.Value * (group.Value - 1) / 2));
        return new(pairs, pairs == 0 ? null : (double)same / pairs, KrippendorffAlpha.Nominal(known)?.Alpha);
    }
}
