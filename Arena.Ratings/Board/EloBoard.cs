using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Board;

/// <summary>Reads the live Elo board, best first. A model is on it from its first vote on; equal ratings share a rank.</summary>
internal sealed class EloBoard(LedgerContext ledger)
{
    public const int MaxPage = 1_000_000;
    public const int MaxSize = 200;
    public const int DefaultSize = 50;

    /// <summary>What is wrong with a page or a size, as a sentence; null when nothing is.</summary>
    public static string? BrokenPaging(int page, int size) => page is < 1 or > MaxPage || size is < 1 or > MaxSize
        ? $"page is {page} and size is {size}; page goes from 1 to {MaxPage}, size from 1 to {MaxSize}."
        : null;

    /// <summary>One page of the board.</summary>
    /// <param name="page">1 … <see cref="MaxPage"/>.</param>
    /// <param name="size">1 … <see cref="MaxSize"/>.</param>
    public async Task<EloPage> ReadAsync(int page, int size, CancellationToken cancellationToken)
    {
        var listed = ledger.ModelRatings.AsNoTracking().Where(model => model.Battles > 0);
        var rows = await listed
            .OrderByDescending(model => model.Rating).ThenBy(model => model.ModelId)
            .Skip((page - 1) * size).Take(size)
            .Select(model => new EloRow(
                listed.Count(better => better.Rating > model.Rating) + 1,
                model.ModelId, model.DisplayName, model.Simulated, model.Rating,
                model.Battles, model.Wins, model.Losses, model.Ties, model.BothBad))
            .ToListAsync(cancellationToken);
        var total = await listed.CountAsync(cancellationToken);
        var votes = await ledger.Votes.LongCountAsync(cancellationToken);
        return new(rows, total, page, size, votes);
    }
}

/// <summary>One model on the board.</summary>
internal sealed record EloRow(
    int Rank, string ModelId, string DisplayName, bool Simulated, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad);

/// <summary>A part of the board.</summary>
/// <param name="Total">Models on the whole board.</param>
/// <param name="Votes">Votes in the ledger.</param>
internal sealed record EloPage(IReadOnlyList<EloRow> Rows, int Total, int Page, int Size, long Votes);
