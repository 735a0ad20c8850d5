using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Engine;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Board;

/// <summary>
/// Follows the chain and keeps boards: the default one always, others as long as they are asked for. A request reads what is there; only the
/// first one for a board waits until it is computed. While the database is away, the last boards are served.
/// </summary>
internal sealed class BoardWorker(
    IServiceScopeFactory scopes, LedgerReadiness readiness, BoardSignal signal, IOptions<BoardOptions> options, IOptionsMonitor<EloOptions> elo,
    BoardMetrics metrics, TimeProvider time, ILogger<BoardWorker> logger) : BackgroundService
{
    private const int KeptHistories = 8;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly BoardCache _boards = new(options.Value.Kept);
    private readonly SemaphoreSlim _robustnessGate = new(1, 1);
    private (BoardSnapshot Board, IReadOnlyList<RankRobustness> Models)? _robustness;
    private VoteStore? _store;
    private readonly Dictionary<(BoardKey Key, bool Played, int Points), RatingHistory> _histories = []; // under the gate

    /// <summary>The default board as it is, without waiting; null when it was not computed yet.</summary>
    public BoardSnapshot? Latest => _boards.Find(BoardKey.Default);

    /// <summary>The newest snapshot of a board.</summary>
    /// <exception cref="LedgerNotReadyException">The ledger was not read yet.</exception>
    public async ValueTask<BoardSnapshot> GetAsync(BoardKey key, CancellationToken cancellationToken)
    {
        if (_boards.Find(key) is { } known)
        {
            return known;
        }

        return await QueryAsync(
            store => _boards.Find(key) ?? _boards.Keep(new BoardState(key), state => Make(state, store)), cancellationToken);
    }

    /// <summary>Computes something from all votes, off the request's thread.</summary>
    /// <exception cref="LedgerNotReadyException">The ledger was not read yet.</exception>
    public async Task<T> QueryAsync<T>(Func<VoteStore, T> query, CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            readiness.ThrowIfNotReady();
            await FollowAsync(anew: false, cancellationToken); // the service has just started
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var store = _store ?? throw new LedgerNotReadyException();
            return await Task.Run(() => query(store), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ratings over time, Elo as played or fitted anew at each moment; a few are kept until the chain grows.</summary>
    public async Task<RatingHistory> HistoryAsync(BoardKey key, bool played, int points, CancellationToken cancellationToken) => await QueryAsync(
        store =>
        {
            if (_histories.TryGetValue((key, played, points), out var kept) && kept.Position == store.Position)
            {
                return kept;
            }

            if (_histories.Count == KeptHistories)
            {
                _histories.Clear();
            }

            return _histories[(key, played, points)] = played ? RatingHistory.Played(store, points) : RatingHistory.Fitted(key, store, points, elo.CurrentValue.Start);
        },
        cancellationToken);

    /// <summary>How many votes would change each rank of a board: hundreds of fits, one board at a time, the last one kept.</summary>
    public async Task<IReadOnlyList<RankRobustness>> RobustnessAsync(BoardSnapshot board, CancellationToken cancellationToken)
    {
        await _robustnessGate.WaitAsync(cancellationToken);
        try
        {
            if (_robustness?.Board.ETag != board.ETag)
            {
                _robustness = (board, board.Fitted is { } fit ? await Task.Run(() => Robustness.Of(fit, cancellationToken), cancellationToken) : []);
            }

            return _robustness.Value.Models;
        }
        finally
        {
            _robustnessGate.Release();
        }
    }

    /// <summary>Forgets everything and computes it again from the ledger.</summary>
    public async Task<BoardSnapshot> RecomputeAsync(CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        await FollowAsync(anew: true, cancellationToken);
        return await GetAsync(BoardKey.Default, cancellationToken);
    }

    public override void Dispose()
    {
        _gate.Dispose();
        _robustnessGate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (readiness.IsReady)
                {
                    await FollowAsync(anew: false, stoppingToken);
                }
            }
            catch (Exception exception) when (LedgerAvailability.IsUnavailable(exception))
            {
                logger.BoardsNotUpdated(exception);
            }

            await signal.WaitAsync(options.Value.Interval, stoppingToken);
        }
    }

    private async Task FollowAsync(bool anew, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var store = anew ? new() : _store ?? new();
            var reader = new ChainReader(scope.ServiceProvider.GetRequiredService<LedgerContext>());
            var hasGrown = await reader.ReadAsync(store, cancellationToken);
            var isRenamed = await reader.ReadNamesAsync(store, cancellationToken);
            if (!hasGrown && !isRenamed && store == _store)
            {
                return;
            }

            await Task.Run(() => Refresh(store, anew), cancellationToken);
            _store = store;
            metrics.Refreshed(time.GetElapsedTime(started));
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Refresh(VoteStore store, bool anew)
    {
        store.Flag();
        if (anew || _boards.Find(BoardKey.Default) is null)
        {
            _boards.Restart(BoardKey.Default);
        }

        _boards.Refresh(state => Make(state, store));
    }

    private BoardSnapshot Make(BoardState state, VoteStore store)
    {
        state.CatchUp(store);
        return BoardMaker.Make(state, store, elo.CurrentValue.Start, time.GetUtcNow());
    }
}
