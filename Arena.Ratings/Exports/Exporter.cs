using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Ratings.Battles;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Exports.Formats;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Ledger.Checks;

namespace Arena.Ratings.Exports;

/// <summary>Writes evidence as lines of JSON, in the order of the chain: the same piece of the chain gives the same bytes.</summary>
internal sealed class Exporter(LedgerContext ledger)
{
    public static readonly IReadOnlyList<IExportFormat> Formats =
        [new DpoFormat(), new OpenAiFormat(), new KtoFormat(), new StarsFormat(), new ScoresFormat(), new FeedbackFormat(), new FastChatFormat(), new Lmarena140kFormat()];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file, never a part of a page
    };

    /// <summary>Null for a name that is not a format's.</summary>
    public static IExportFormat? Find(string name) => Formats.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.Ordinal));

    /// <summary>What is wrong with a filter for a format, as a sentence; null when nothing is.</summary>
    public static string? Broken(IExportFormat format, ExportFilter filter) => format.Evidence is RecordKind.Stars && filter.Campaign is not null
        ? $"Stars are given to comparisons, and a campaign has none: {format.Name} cannot be asked for by campaign."
        : null;

    /// <summary>The lines, without their ends.</summary>
    public async IAsyncEnumerable<ExportLine> LinesAsync(
        IExportFormat format, ExportFilter filter, ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new ExportReader(ledger);
        var items = format.Evidence switch
        {
            RecordKind.Stars => reader.StarsAsync(filter, scope.Until, cancellationToken),
            RecordKind.Scores => new JudgementReader(ledger).ScoresAsync(filter, scope.Until, cancellationToken),
            RecordKind.Feedback => new JudgementReader(ledger).FeedbackAsync(filter, scope.Until, cancellationToken),
            _ => reader.VotesAsync(filter, scope.Until, scope.Flags, cancellationToken),
        };
        var seen = new HashSet<UInt128>();
        await foreach (var item in items)
        {
            var split = PromptSplit.Of(item.Prompt);
            if (filter.Split is not null && filter.Split != split)
            {
                continue;
            }

            foreach (var line in format.LinesOf(filter.Scrub ? Scrubbed(item) : item, filter))
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(line, line.GetType(), Json);
                if (!format.Deduplicates || filter.Provenance || seen.Add(BitConverter.ToUInt128(SHA256.HashData(bytes))))
                {
                    yield return new(item.Position, split, bytes);
                }
            }
        }
    }

    /// <summary>Counts and hashes what <see cref="LinesAsync"/> writes, with a line feed after each line.</summary>
    public async Task<ExportManifest> ManifestAsync(IExportFormat format, ExportFilter filter, ExportScope scope, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (rows, bytes, train, test) = (0L, 0L, 0L, 0L);
        await foreach (var line in LinesAsync(format, filter, scope, cancellationToken))
        {
            hash.AppendData(line.Json);
            hash.AppendData("\n"u8);
            (rows, bytes) = (rows + 1, bytes + line.Json.Length + 1);
            (train, test) = line.Split is "test" ? (train, test + 1) : (train + 1, test);
        }

        return new(
            format.Name, filter.Scrub, filter.Provenance, rows, bytes, train, test, Convert.ToHexStringLower(hash.GetHashAndReset()), filter.After, scope.Until,
            scope.Anchor.ToString(), Board.Snapshots.BoardMaker.CodeVersion);
    }

    private static ExportItem Scrubbed(ExportItem item) => item switch
    {
        VoteItem vote => vote with { Left = Scrubbed(vote.Left), Right = Scrubbed(vote.Right) },
        ScoreItem score => score with { Prompt = PiiScrubber.Scrub(score.Prompt), Turns = Scrubbed(score.Turns) },
        FeedbackItem feedback => feedback with { Prompt = PiiScrubber.Scrub(feedback.Prompt), Feedback = Scrubbed(feedback.Feedback) },
        StarsItem stars => stars with { Answers = [.. stars.Answers.Select(answer => answer with { Turns = Scrubbed(answer.Turns) })] },
        _ => item,
    };

    private static VoteFeedback Scrubbed(VoteFeedback feedback) => feedback.Comment is not { } comment ? feedback : new()
    {
        Id = feedback.Id,
        BattleId = feedback.BattleId,
        Reasons = feedback.Reasons,
        SessionHash = feedback.SessionHash,
        GivenAt = feedback.GivenAt,
        Comment = new() { FeedbackId = comment.FeedbackId, Salt = [], Content = PiiScrubber.Scrub(comment.Content) },
    };

    private static IReadOnlyList<TurnRecord> Scrubbed(IReadOnlyList<TurnRecord> turns) =>
        [.. turns.Select(turn => turn with { Content = PiiScrubber.Scrub(turn.Content) })];
}

/// <summary>A line, where it comes from and to which part it belongs.</summary>
internal sealed record ExportLine(long Position, string Split, byte[] Json);

/// <summary>How far the chain is exported, and which votes are flagged by then.</summary>
/// <param name="Anchor">The chain's end when the export began.</param>
internal sealed record ExportScope(long Until, Anchor Anchor, IReadOnlyDictionary<long, VoteFlags> Flags)
{
    /// <summary>The scope of an export that starts now.</summary>
    public static ExportScope Of(VoteStore store, ExportFilter filter) => new(
        Math.Min(store.Position, filter.After + filter.Size),
        new(store.Position, store.Hash),
        store.Votes.Index().Where(vote => store.Flags[vote.Index] != VoteFlags.None)
            .ToDictionary(vote => vote.Item.Position, vote => store.Flags[vote.Index]));
}

/// <summary>What an export holds.</summary>
/// <param name="Bytes">With a line feed after each line.</param>
/// <param name="Sha256">Of these bytes.</param>
/// <param name="Cursor">After which place of the chain it begins.</param>
/// <param name="NextCursor">Its last place: where the next one goes on.</param>
/// <param name="Anchor">The chain's end: <c>verify --anchor</c> proves what the export was made from.</param>
internal sealed record ExportManifest(
    string Format, bool Scrubbed, bool Provenance, long Rows, long Bytes, long TrainRows, long TestRows, string Sha256, long Cursor, long NextCursor, string Anchor, string CodeVersion);
