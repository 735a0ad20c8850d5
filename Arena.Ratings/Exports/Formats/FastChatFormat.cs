using System.Text.Json.Serialization;
using Arena.Ratings.Battles;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Exports.Formats;

/// <summary>The raw vote log as FastChat's blind battles write it (<c>YYYY-MM-DD-conv.json</c>); the address is the voter's pseudonym.</summary>
internal sealed class FastChatFormat : IExportFormat
{
    public const string LeftSuffix = ":a";
    public const string RightSuffix = ":b";

    public string Name => "fastchat";

    public bool Deduplicates => false;

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is not VoteItem vote)
        {
            yield break;
        }

        var isNamed = vote.Battle.NotRatedBecause is BattleMapping.Named;
        yield return new FastChatLine(
            (vote.Vote.VotedAt - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond,
            TypeOf(vote.Vote.Preference),
            isNamed ? [vote.Battle.LeftModelId, vote.Battle.RightModelId] : ["", ""],
            [State(vote, Side.Left, LeftSuffix), State(vote, Side.Right, RightSuffix)],
            vote.Voter ?? "",
            Provenances.Of(vote, filter));
    }

    private static string TypeOf(Preference preference) => preference switch
    {
        Preference.Left => "leftvote",
        Preference.Right => "rightvote",
        Preference.Tie => "tievote",
        _ => "bothbad_vote",
    };

    private static FastChatState State(VoteItem vote, Side side, string suffix)
    {
        var turns = vote.Turns(side);
        return new(
            "one_shot",
            turns.FirstOrDefault(turn => turn.Role is "system")?.Content ?? "",
            ["user", "assistant"],
            [.. turns.Where(turn => turn.Role is not "system").Select(turn => (IReadOnlyList<string>)[turn.Role, turn.Content])],
            Offset: 0,
            vote.Battle.Id + suffix,
            vote.Model(side));
    }
}

internal sealed record FastChatLine(
    double Tstamp, string Type, IReadOnlyList<string> Models, IReadOnlyList<FastChatState> States, string Ip, Provenance? Arena);

internal sealed record FastChatState(
    string TemplateName, string SystemMessage, IReadOnlyList<string> Roles, IReadOnlyList<IReadOnlyList<string>> Messages, int Offset, string ConvId,
    [property: JsonPropertyName("model_name")] string Model);
