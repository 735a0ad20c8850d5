using System.Runtime.CompilerServices;
using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;
using Comparison = Arena.Ratings.Ledger.Comparison;

namespace Arena.Ratings.Comparisons;

/// <summary>Finds comparisons again, also those that nobody rated and those that are still written.</summary>
internal sealed class ComparisonReader(LedgerContext ledger, SessionHasher sessions)
{
    public const int LargestPage = 100;

    private const int ExportPage = 50;

    /// <summary>The first rule that the search breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(SearchComparisonsRequest request) => request.Page < 1 || request.Size is < 1 or > LargestPage
        ? $"page is {request.Page} and size is {request.Size}: page is 1 or more, size 1 … {LargestPage}"
        : null;

    /// <summary>Null: unknown, or erased.</summary>
    public async Task<KnownComparison?> FindAsync(string id, string session, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, session, cancellationToken);
        var found = await ledger.ComparisonRequests.AsNoTracking()
            .Where(request => request.Id == id && request.Prompt != null).ToListAsync(cancellationToken);
        return (await CompleteAsync(found, sessionHash, withTexts: true, cancellationToken)).SingleOrDefault();
    }

    public async Task<(IReadOnlyList<KnownComparison> Page, int Total)> SearchAsync(SearchComparisonsRequest search, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, search.Session, cancellationToken);
        var matches = Matches(search, sessionHash);
        var page = await matches.OrderByDescending(request => request.CreatedAt).ThenBy(request => request.Id)
            .Skip((search.Page - 1) * search.Size).Take(search.Size).ToListAsync(cancellationToken);
        return (await CompleteAsync(page, sessionHash, withTexts: false, cancellationToken), await matches.CountAsync(cancellationToken));
    }

    /// <summary>All that match, newest first, page by page: nothing is held but the page. What is asked meanwhile is not there.</summary>
    public async IAsyncEnumerable<KnownComparison> ExportAsync(
        SearchComparisonsRequest search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, search.Session, cancellationToken);
        ComparisonRequest? last = null;
        while (true)
        {
            var matches = Matches(search, sessionHash);
            if (last is not null)
            {
                matches = matches.Where(request =>
                    request.CreatedAt < last.CreatedAt || (request.CreatedAt == last.CreatedAt && string.Compare(request.Id, last.Id) > 0));
            }

            var page = await matches.OrderByDescending(request => request.CreatedAt).ThenBy(request => request.Id).Take(ExportPage).ToListAsync(cancellationToken);
            foreach (var comparison in await CompleteAsync(page, sessionHash, withTexts: true, cancellationToken))
            {
                yield return comparison;
            }

            if (page.Count < ExportPage)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private IQueryable<ComparisonRequest> Matches(SearchComparisonsRequest search, byte[]? sessionHash)
    {
        var matches = ledger.ComparisonRequests.AsNoTracking().Where(request => request.Prompt != null);
        if (sessionHash is not null)
        {
            matches = matches.Where(request => request.SessionHash == sessionHash);
        }

        if (search.AskedFrom is { } from)
        {
            var moment = from.ToDateTimeOffset();
            matches = matches.Where(request => request.CreatedAt >= moment);
        }

        if (search.UnansweredBefore is { } before)
        {
            var moment = before.ToDateTimeOffset();
            matches = matches.Where(request => request.CreatedAt < moment && !ledger.Comparisons.Any(made => made.Id == request.Id));
        }

        if (string.IsNullOrWhiteSpace(search.Query))
        {
            return matches;
        }

        var pattern = $"%{Escaped(search.Query.Trim())}%";
        return matches.Where(request =>
            EF.Functions.ILike(request.Prompt!, pattern, "\\")
            || ledger.Set<ComparisonText>().Any(text => text.ComparisonId == request.Id && EF.Functions.ILike(text.Content, pattern, "\\")));
    }

    /// <summary>With what came of each of them.</summary>
    private async Task<IReadOnlyList<KnownComparison>> CompleteAsync(
        IReadOnlyList<ComparisonRequest> requests, byte[]? sessionHash, bool withTexts, CancellationToken cancellationToken)
    {
        var ids = requests.Select(request => request.Id).ToArray();
        var query = ledger.Comparisons.AsNoTracking().Include(comparison => comparison.Answers).Include(comparison => comparison.Failures).AsSplitQuery();
        var comparisons = await (withTexts ? query.Include(comparison => comparison.Texts) : query)
            .Where(comparison => ids.Contains(comparison.Id)).ToDictionaryAsync(comparison => comparison.Id, StringComparer.Ordinal, cancellationToken);
        var stars = await ledger.Stars.AsNoTracking().Where(one => ids.Contains(one.ComparisonId)).OrderBy(one => one.Sequence).ToListAsync(cancellationToken);
        var picks = await ledger.Picks.AsNoTracking().Where(one => ids.Contains(one.ComparisonId)).OrderBy(one => one.Sequence).ToListAsync(cancellationToken);
        var documents = requests.Select(request => request.DocumentId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var names = await ledger.DocumentUploads.AsNoTracking().Where(upload => documents.Contains(upload.DocumentId)).OrderBy(upload => upload.Id).ToListAsync(cancellationToken);
        return
        [
            .. requests.Select(request => new KnownComparison(
                request,
                comparisons.GetValueOrDefault(request.Id),
                [.. stars.Where(one => one.ComparisonId == request.Id)],
                [.. picks.Where(one => one.ComparisonId == request.Id)],
                sessionHash,
                names.LastOrDefault(upload => upload.DocumentId == request.DocumentId && IsSame(upload.SessionHash, request.SessionHash))?.Name)),
        ];
    }

    private static bool IsSame(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    private static string Escaped(string text) => text
        .Replace("\0", "", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}

/// <summary>A comparison, what came of it, and all that was said of it in the order in which it was.</summary>
/// <param name="Made">Null until the answers are recorded.</param>
/// <param name="SessionHash">Of who asks; null: everybody's last word counts.</param>
internal sealed record KnownComparison(
    ComparisonRequest Request, Comparison? Made, IReadOnlyList<StarRating> Stars, IReadOnlyList<ComparisonPick> Picks, byte[]? SessionHash,
    string? DocumentName)
{
    /// <summary>Whether everybody may know which model is which.</summary>
    public bool IsRevealed => !Request.Blind || Picks.Count > 0
        || (Made is not null && Made.Answers.TrueForAll(answer => Stars.Any(stars => stars.Position == answer.Position)));

    /// <summary>1 … 5; 0: none.</summary>
    public int StarsOf(int position) => Stars.LastOrDefault(stars => stars.Position == position && IsOfSession(stars.SessionHash))?.Stars ?? 0;

    /// <summary>0: none.</summary>
    public int Picked => Picks.LastOrDefault(pick => IsOfSession(pick.SessionHash))?.Position ?? 0;

    private bool IsOfSession(byte[]? hash) => SessionHash is null || hash.AsSpan().SequenceEqual(SessionHash);
}
