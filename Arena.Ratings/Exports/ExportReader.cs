using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Arena.Ratings.Battles;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Exports;

/// <summary>
/// Reads evidence in the order of the chain, page by page: nothing is held but the page. Erased battles have no text and are not there; nor
/// is what the filter leaves out.
/// </summary>
internal sealed class ExportReader(LedgerContext ledger)
{
    private const int PseudonymBytes = 8;

    private static readonly byte[] Pseudonym = "arena export voter"u8.ToArray();

    /// <summary>Votes up to a place of the chain.</summary>
    /// <param name="flags">Of votes that have any, by place.</param>
    public async IAsyncEnumerable<ExportItem> VotesAsync(
        ExportFilter filter, long until, IReadOnlyDictionary<long, VoteFlags> flags, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ledger.PagesAsync(RecordKind.Vote, filter.After, until, cancellationToken))
        {
            var battles = await ledger.ReadBattlesAsync(page.Select(link => link.RecordId), filter.Campaign, cancellationToken);
            foreach (var link in page)
            {
                if (battles.TryGetValue(link.RecordId, out var battle)
                    && ToItem(link.Position, battle, flags.GetValueOrDefault(link.Position), filter) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    /// <summary>Stars up to a place of the chain: each voter's last word on a comparison, where the last of them was given.</summary>
    public async IAsyncEnumerable<ExportItem> StarsAsync(ExportFilter filter, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ledger.PagesAsync(RecordKind.Stars, filter.After, until, cancellationToken))
        {
            var places = page.ToDictionary(link => link.RecordId, link => link.Position, StringComparer.Ordinal);
            var ids = places.Keys.ToArray();
            var comparisons = await ledger.Stars.Where(stars => ids.Contains(stars.Id)).Select(stars => stars.ComparisonId).Distinct().ToListAsync(cancellationToken);
            var known = await ledger.Comparisons.AsNoTracking().Include(comparison => comparison.Answers).Include(comparison => comparison.Texts)
                .AsSplitQuery().Where(comparison => comparisons.Contains(comparison.Id)).ToListAsync(cancellationToken);
            var given = await (
                from stars in ledger.Stars
                join link in ledger.Chain on new { RecordId = stars.Id, Kind = RecordKind.Stars } equals new { link.RecordId, link.Kind }
                where comparisons.Contains(stars.ComparisonId) && link.Position <= until
                orderby link.Position
                select stars).AsNoTracking().ToListAsync(cancellationToken);
            var items = known.SelectMany(comparison => Items(comparison, [.. given.Where(stars => stars.ComparisonId == comparison.Id)], places, filter));
            foreach (var item in items.OrderBy(item => item.Position))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<StarsItem> Items(Comparison comparison, List<StarRating> given, Dictionary<string, long> places, ExportFilter filter)
    {
        var prompt = comparison.Texts.FirstOrDefault(text => text.Position == ComparisonText.Prompt);
        if (prompt is null || !filter.Admits(comparison.QueryType, comparison.Language, comparison.CreatedAt, comparison.Answers.Select(answer => answer.ModelId)))
        {
            yield break;
        }

        foreach (var voter in given.GroupBy(stars => stars.SessionHash is { } hash ? Convert.ToHexStringLower(hash) : stars.Id, StringComparer.Ordinal))
        {
            if (!places.TryGetValue(voter.Last().Id, out var position))
            {
                continue; // the voter's last word is on another page
            }

            var last = voter.GroupBy(stars => stars.Position).ToDictionary(stars => stars.Key, stars => stars.Last().Stars);
            var answers = comparison.Answers.Where(answer => last.ContainsKey(answer.Position)).OrderBy(answer => answer.Position)
                .Select(answer => new StarredAnswer(
                    answer.ModelId, last[answer.Position], Turns(prompt.Content, comparison.Texts.Single(text => text.Position == answer.Position))));
            yield return new(position, comparison, prompt.Content, VoterName(voter.First().SessionHash), [.. answers]);
        }
    }

    private static VoteItem? ToItem(long position, Battle battle, VoteFlags flags, ExportFilter filter)
    {
        var (left, right) = (battle.Answers.Single(answer => answer.Side == Side.Left), battle.Answers.Single(answer => answer.Side == Side.Right));
        var isWanted = (flags & filter.Excluded) == VoteFlags.None
            && filter.Admits(battle.QueryType, battle.Language, battle.Vote!.VotedAt, [battle.LeftModelId, battle.RightModelId]);
        return isWanted && battle.Prompt is { } prompt && left.Text is { } leftText && right.Text is { } rightText
            ? new(position, battle, battle.Vote!, flags, prompt.Content, VoterName(battle.Vote!.SessionHash), Turns(prompt.Content, leftText), Turns(prompt.Content, rightText))
            : null;
    }

    internal static IReadOnlyList<TurnRecord> Turns(string prompt, ErasableText text) =>
        text.Turns is { } turns ? AnswerMapping.ParseTurns(turns) : [new("user", prompt), new("assistant", text.Content)];

    /// <summary>The same voter has the same name in every export, and nobody finds the record of the ledger by it.</summary>
    internal static string? VoterName(byte[]? sessionHash) =>
        sessionHash is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(sessionHash, Pseudonym).AsSpan(0, PseudonymBytes));
}
