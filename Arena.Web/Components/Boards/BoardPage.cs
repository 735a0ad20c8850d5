using Arena.Web.Boards;
using Arena.Web.Pages;
using Arena.Web.Readings;
using Microsoft.AspNetCore.Components;

namespace Arena.Web.Components.Boards;

/// <summary>A page about the board that its address asks for. Each of them knows its models, its categories and its languages.</summary>
[PublicPage]
public abstract class BoardPage : PageComponent
{
    [Inject] internal RatingsReader Ratings { get; set; } = null!;

    /// <summary>The page of the board, from 1.</summary>
    protected int Number { get; private set; }

    protected BoardFilter Filter { get; private set; } = null!;

    protected Reading<Board> Board { get; private set; } = null!;

    /// <summary>What the filter may be set to; empty while the ratings do not answer.</summary>
    protected BoardSource? Source { get; private set; }

    /// <summary>Whether the page can show live Elo, which knows no filters.</summary>
    private protected virtual bool ShowsElo => false;

    protected override async Task LoadAsync()
    {
        var asked = BoardFilter.Of(Http.Request.Query);
        Filter = ShowsElo ? asked : asked.Fitted;
        Number = int.TryParse(Http.Request.Query["page"], out var number) ? Math.Clamp(number, 1, RatingsReader.LastPage) : 1;
        Board = await Ratings.BoardAsync(Filter, Number, Http.RequestAborted);
        Source = Board.Value?.Source ?? (await Ratings.BoardAsync(BoardFilter.Default, page: 1, Http.RequestAborted)).Value?.Source;
        Answer(Board.Fault);
        if (Board.Value is not null)
        {
            await LoadSectionsAsync(Http.RequestAborted);
        }
    }

    /// <summary>What the page shows beside the board.</summary>
    private protected virtual Task LoadSectionsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A program learns from the status what a person reads on the page.</summary>
    private protected void Answer(ReadingFault? fault)
    {
        if (fault is not null)
        {
            Http.Response.StatusCode = fault.Status;
        }
    }
}
