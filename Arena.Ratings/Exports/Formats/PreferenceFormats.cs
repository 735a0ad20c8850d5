using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;

namespace Arena.Ratings.Exports.Formats;

/// <summary>Pairs for DPO. A tie makes none: two opposite rows would teach nothing.</summary>
internal sealed class DpoFormat : IExportFormat
{
    public string Name => "dpo";

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is VoteItem { Decision: { } decision } vote && SharedTurn.Of(vote.Left, vote.Right) is { } turn)
        {
            yield return new PreferenceLine(turn.Prompt, [turn.On(decision.Winner)], [turn.On(decision.Loser)], Margin: null, Provenances.Of(vote, filter));
        }
    }
}

/// <summary>The same pairs in OpenAI's form.</summary>
internal sealed class OpenAiFormat : IExportFormat
{
    public string Name => "openai";

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is VoteItem { Decision: { } decision } vote && SharedTurn.Of(vote.Left, vote.Right) is { } turn)
        {
            yield return new OpenAiLine(
                new(turn.Prompt, Tools: [], ParallelToolCalls: true), [turn.On(decision.Winner)], [turn.On(decision.Loser)], Provenances.Of(vote, filter));
        }
    }
}

/// <summary>Single answers for KTO, each with its own history: the winner's are good, the loser's bad, and of two bad answers both are.</summary>
internal sealed class KtoFormat : IExportFormat
{
    public string Name => "kto";

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is not VoteItem vote)
        {
            return [];
        }

        return vote.Decision is { } decision ? [.. Lines(decision.Winner, label: true), .. Lines(decision.Loser, label: false)]
            : vote.Vote.Preference is Preference.BothBad ? [.. Lines(Side.Left, label: false), .. Lines(Side.Right, label: false)]
            : [];

        IEnumerable<UnpairedLine> Lines(Side side, bool label) =>
            from turn in vote.Turns(side).Index()
            where turn.Item.Role is "assistant"
            select new UnpairedLine([.. vote.Turns(side).Take(turn.Index)], [turn.Item], label, Provenances.Of(vote, filter));
    }
}

/// <summary>Pairs from stars, with their margin: one for each two answers that one voter gave stars far enough apart.</summary>
internal sealed class StarsFormat : IExportFormat
{
    public string Name => "stars";

    public string Evidence => RecordKind.Stars;

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is not StarsItem stars)
        {
            yield break;
        }

        foreach (var (better, worse) in stars.Answers.SelectMany(_ => stars.Answers, (better, worse) => (better, worse)))
        {
            if (better.Stars - worse.Stars >= filter.Margin && SharedTurn.Of(better.Turns, worse.Turns) is { } turn)
            {
                yield return new PreferenceLine(turn.Prompt, [turn.Left], [turn.Right], better.Stars - worse.Stars, Provenances.Of(stars, better, worse, filter));
            }
        }
    }
}

internal static class Provenances
{
    /// <summary>Null unless it is asked for.</summary>
    public static Provenance? Of(VoteItem item, ExportFilter filter) => filter.Provenance
        ? new(
            item.Position, item.Battle.Id, [item.Battle.LeftModelId, item.Battle.RightModelId], PromptSplit.Of(item.Prompt), item.Voter, item.Vote.VotedAt,
            item.Battle.QueryType, item.Battle.Language, item.Battle.PairPolicy,
            [.. Board.Votes.VoteFlagNames.All.Where(flag => item.Flags.HasFlag(flag.Flag)).Select(flag => flag.Name)])
        : null;

    public static Provenance? Of(StarsItem item, StarredAnswer better, StarredAnswer worse, ExportFilter filter) => filter.Provenance
        ? new(
            item.Position, item.Comparison.Id, [better.ModelId, worse.ModelId], PromptSplit.Of(item.Prompt), item.Voter, item.Comparison.CreatedAt,
            item.Comparison.QueryType, item.Comparison.Language, PairPolicy: null, Flags: [])
        : null;
}
