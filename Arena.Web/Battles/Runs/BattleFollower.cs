using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>Follows a battle's events as a reader. As long as somebody follows, somebody writes: each reader looks after that.</summary>
internal sealed class BattleFollower(
    IBattleLog log, BattleRuns runs, BattleMetrics metrics, IOptions<BattleOptions> options, TimeProvider time)
{
    /// <summary>Where a reader who last saw <paramref name="lastEventId"/> (0: nothing) goes on.</summary>
    /// <exception cref="BattleLogUnavailableException">The log cannot be read.</exception>
    public async Task<FollowStart> LocateAsync(Battle battle, long lastEventId)
    {
        if (lastEventId > 0)
        {
            return await log.ReadAsync(battle.BattleId, lastEventId - 1) switch
            {
                [{ IsLast: true }] => FollowStart.Ended,
                [] when IsWritten(battle.State) => FollowStart.Lost,
                [] => FollowStart.Restarted,
                _ => FollowStart.Resumed,
            };
        }

        return IsWritten(battle.State) && await log.CountAsync(battle.BattleId) == 0 ? FollowStart.Lost : FollowStart.Resumed;
    }

    /// <summary>
    /// The events after the first <paramref name="after"/>, as they come, up to the last one. An empty batch says that nothing happened
    /// for a while; it comes at least every <see cref="LookEvery"/>.
    /// </summary>
    /// <exception cref="BattleLogUnavailableException">The log cannot be read; the reader may come back.</exception>
    public IAsyncEnumerable<IReadOnlyList<BattleEvent>> FollowAsync(Battle battle, long after, CancellationToken cancellationToken) =>
        FollowAsync(battle.BattleId, after, () => runs.Ensure(battle), cancellationToken);

    /// <summary>The same for whatever else is written into the log.</summary>
    /// <param name="id">By which the log knows it.</param>
    /// <param name="after">The events that the reader has.</param>
    /// <param name="ensure">Has somebody write, when nobody seems to.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<IReadOnlyList<BattleEvent>> FollowAsync(
        string id, long after, Action ensure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var look = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        await using var watch = await log.WatchAsync(id, () => look.Writer.TryWrite(true));
        using var timer = time.CreateTimer(_ => look.Writer.TryWrite(true), state: null, LookEvery, LookEvery);
        metrics.ReaderCame();
        try
        {
            await log.MarkReadAsync(id);
            var marked = time.GetTimestamp();
            var quiet = false;
            while (true)
            {
                var events = await log.ReadAsync(id, after);
                yield return events;
                if (events is [.., { IsLast: true }])
                {
                    yield break;
                }

                after += events.Count;
                if (events.Count == 0 && (quiet || after == 0))
                {
                    ensure();
                }

                await look.Reader.ReadAsync(cancellationToken);
                quiet = events.Count == 0;
                if (time.GetElapsedTime(marked) >= LookEvery)
                {
                    await log.MarkReadAsync(id);
                    marked = time.GetTimestamp();
                }
            }
        }
        finally
        {
            metrics.ReaderLeft();
        }
    }

    /// <summary>Often enough that the mark of a reader does not lapse, and that a lost run is taken over soon.</summary>
    private TimeSpan LookEvery => TimeSpan.FromTicks(Math.Min(options.Value.Lease.Ticks, options.Value.AbandonAfter.Ticks) / 4);

    private static bool IsWritten(BattleState state) => state is BattleState.Answered or BattleState.Revealed or BattleState.Continued;
}

internal enum FollowStart
{
    /// <summary>Right after the event that the reader saw last, or at the first one.</summary>
    Resumed,

    /// <summary>The reader saw events that are gone; what is there starts over.</summary>
    Restarted,

    /// <summary>The reader has seen the last event.</summary>
    Ended,

    /// <summary>The battle is answered, but its text is no longer kept.</summary>
    Lost,
}
