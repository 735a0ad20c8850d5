using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>Owns every run of this process: no run outlives the host, and at most <see cref="BattleOptions.MaxConcurrent"/> go on at once.</summary>
internal sealed class BattleRuns(BattleRunner runner, IOptions<BattleOptions> options, ILogger<BattleRuns> logger) : BackgroundService
{
    private readonly Channel<Request> _waiting = Channel.CreateUnbounded<Request>();
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Sees to it that the battle is written by somebody: here, unless it is already, or another replica does.</summary>
    public void Ensure(Battle battle)
    {
        if (_known.TryAdd(battle.BattleId, value: true))
        {
            _waiting.Writer.TryWrite(new(battle, Activity.Current?.Context ?? default));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrent, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stoppingToken), parallel, RunAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every run has ended.
        }
    }

    private async ValueTask RunAsync(Request request, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(request.Battle, request.Cause, cancellationToken);
        }
        catch (Exception exception) when (exception is BattleLogUnavailableException or RunSupersededException)
        {
            // Whoever still reads the battle asks for a run again.
            logger.RunBroke(exception, request.Battle.BattleId);
        }
        finally
        {
            _known.TryRemove(request.Battle.BattleId, out _);
        }
    }

    private sealed record Request(Battle Battle, ActivityContext Cause);
}
