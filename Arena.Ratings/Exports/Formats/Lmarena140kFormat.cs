using System.Globalization;
using System.Text.Json.Serialization;
using Arena.Ratings.Battles;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Exports.Formats;

/// <summary>
/// The schema of lmarena-ai/arena-human-preference-140k. Category tags say what the router said; what no judge said is absent. That set has
/// blind battles only: a named one carries <c>"anony": false</c>, as FastChat's cleaned battles do, or a reader would take it for blind.
/// </summary>
internal sealed class Lmarena140kFormat : IExportFormat
{
    public string Name => "lmarena-140k";

    public bool Deduplicates => false;

    public IEnumerable<object> LinesOf(ExportItem item, ExportFilter filter)
    {
        if (item is VoteItem vote)
        {
            yield return new Lmarena140kLine(
                vote.Battle.Id,
                vote.Battle.LeftModelId,
                vote.Battle.RightModelId,
                WinnerOf(vote.Vote.Preference),
                vote.Voter ?? "",
                EvaluationOrder: 1,
                Conversation(vote, Side.Left),
                Conversation(vote, Side.Right),
                Metadata(vote),
                new(new(vote.Battle.QueryType is "math"), new(vote.Battle.QueryType is "creative")),
                vote.Battle.Language,
                vote.Battle.QueryType is "code",
                vote.Vote.VotedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
                Anony: vote.Battle.NotRatedBecause is BattleMapping.Named ? false : null,
                Provenances.Of(vote, filter));
        }
    }

    private static string WinnerOf(Preference preference) => preference switch
    {
        Preference.Left => "model_a",
        Preference.Right => "model_b",
        Preference.Tie => "tie",
        _ => "both_bad",
    };

    private static Lmarena140kMessage[] Conversation(VoteItem vote, Side side) =>
        [.. vote.Turns(side).Select(turn => new Lmarena140kMessage(turn.Role, [new("text", turn.Content, Image: null, MimeType: null)]))];

    private static Lmarena140kMetadata Metadata(VoteItem vote)
    {
        var (left, right) = (vote.Answer(Side.Left), vote.Answer(Side.Right));
        return new(
            vote.Battle.Turns, left.OutputTokens, right.OutputTokens, left.Headers, right.Headers, left.ListItems, right.ListItems, left.BoldSpans, right.BoldSpans);
    }
}

internal sealed record Lmarena140kLine(
    string Id, string ModelA, string ModelB, string Winner, string EvaluationSessionId, int EvaluationOrder,
    IReadOnlyList<Lmarena140kMessage> ConversationA, IReadOnlyList<Lmarena140kMessage> ConversationB, Lmarena140kMetadata ConvMetadata,
    Lmarena140kTags CategoryTag, string Language, bool IsCode, string Timestamp, bool? Anony, Provenance? Arena);

internal sealed record Lmarena140kMessage(string Role, IReadOnlyList<Lmarena140kContent> Content);

internal sealed record Lmarena140kContent(
    string Type, string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Image,
    [property: JsonPropertyName("mimeType"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? MimeType);

/// <summary>The set counts headers by level and lists by kind; the ledger keeps their sums, which are written under h1, unordered and **.</summary>
internal sealed record Lmarena140kMetadata(
    int Turns, int SumAssistantATokens, int SumAssistantBTokens, [property: JsonIgnore] int HeadersA, [property: JsonIgnore] int HeadersB,
    [property: JsonIgnore] int ListsA, [property: JsonIgnore] int ListsB, [property: JsonIgnore] int BoldA, [property: JsonIgnore] int BoldB)
{
    public Dictionary<string, int> HeaderCountA => new(StringComparer.Ordinal) { ["h1"] = HeadersA };

    public Dictionary<string, int> HeaderCountB => new(StringComparer.Ordinal) { ["h1"] = HeadersB };

    public Dictionary<string, int> ListCountA => new(StringComparer.Ordinal) { ["ordered"] = 0, ["unordered"] = ListsA };

    public Dictionary<string, int> ListCountB => new(StringComparer.Ordinal) { ["ordered"] = 0, ["unordered"] = ListsB };

    public Dictionary<string, int> BoldCountA => new(StringComparer.Ordinal) { ["**"] = BoldA, ["__"] = 0 };

    public Dictionary<string, int> BoldCountB => new(StringComparer.Ordinal) { ["**"] = BoldB, ["__"] = 0 };
}

internal sealed record Lmarena140kTags(
    [property: JsonPropertyName("math_v0.1")] Lmarena140kMath Math, [property: JsonPropertyName("creative_writing_v0.1")] Lmarena140kCreative Creative);

internal sealed record Lmarena140kMath(bool Math);

internal sealed record Lmarena140kCreative(bool CreativeWriting);
