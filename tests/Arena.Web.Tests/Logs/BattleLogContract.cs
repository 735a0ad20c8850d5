using Arena.Web.Battles.Log;

namespace Arena.Web.Tests.Logs;

/// <summary>What every log must do, whatever keeps it.</summary>
public abstract class BattleLogContract
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);
    private static readonly BattleEvent Hello = new(BattleEvent.Delta, """{"slot":"a","text":"hello world"}""", At);
    private static readonly BattleEvent Stopped = new(BattleEvent.Failed, "{}", At);
    private static readonly BattleEvent Answered = new(BattleEvent.Answered, "{}", At);

    private readonly string _battle = Guid.NewGuid().ToString("N");

    private protected abstract IBattleLog Log { get; }

    /// <summary>Lets the lease of a battle lapse.</summary>
    private protected abstract Task LapseAsync(string battleId);

    [Fact]
    public async Task One_run_at_a_time_may_write()
    {
        var first = await Log.TryBeginRunAsync(_battle);
        var second = await Log.TryBeginRunAsync(_battle);
        await Log.EndRunAsync(first!);
        var third = await Log.TryBeginRunAsync(_battle);

        Assert.Equal((true, false, true), (first is not null, second is not null, third is not null));
    }

    [Fact]
    public async Task A_run_whose_lease_lapsed_can_neither_write_nor_settle_nor_end_the_next_one()
    {
        var stale = (await Log.TryBeginRunAsync(_battle))!;
        await Log.AppendAsync(stale, [Hello]);
        await LapseAsync(_battle);
        var next = (await Log.TryBeginRunAsync(_battle))!;

        await Assert.ThrowsAsync<RunSupersededException>(() => Log.AppendAsync(stale, [Hello]));
        await Assert.ThrowsAsync<RunSupersededException>(() => Log.SettleAsync(stale, [1]));
        await Log.EndRunAsync(stale);
        Assert.Equal(RunStanding.Lost, await Log.RenewAsync(stale));
        await Log.AppendAsync(next, [Answered]);

        Assert.Equal([Hello, Answered], await Log.ReadAsync(_battle, 0));
    }

    [Fact]
    public async Task The_next_run_learns_how_much_was_written_and_what_was_settled()
    {
        var first = (await Log.TryBeginRunAsync(_battle))!;
        await Log.AppendAsync(first, [Hello, Hello]);
        await Log.SettleAsync(first, [0, 1, 255]);
        await Log.EndRunAsync(first);
        var next = (await Log.TryBeginRunAsync(_battle))!;

        Assert.Equal((null, 0L, 2L), (first.Outcome, first.EventCount, next.EventCount));
        Assert.Equal([0, 1, 255], next.Outcome!);
    }

    [Fact]
    public async Task After_the_last_event_no_run_begins()
    {
        var lease = (await Log.TryBeginRunAsync(_battle))!;
        await Log.AppendAsync(lease, [Hello, Answered]);
        await Log.EndRunAsync(lease);

        Assert.Null(await Log.TryBeginRunAsync(_battle));
    }

    [Fact]
    public async Task A_reader_goes_on_after_any_event()
    {
        var lease = (await Log.TryBeginRunAsync(_battle))!;
        await Log.AppendAsync(lease, [Hello, Answered]);

        Assert.Equal([Answered], await Log.ReadAsync(_battle, 1));
        Assert.Equal([], await Log.ReadAsync(_battle, 2));
        Assert.Equal([], await Log.ReadAsync(_battle, 99));
        Assert.Equal((2, 0), (await Log.CountAsync(_battle), await Log.CountAsync("unknown")));
    }

    [Fact]
    public async Task A_battle_that_is_stopped_has_a_last_event_and_its_run_writes_nothing_more()
    {
        var lease = (await Log.TryBeginRunAsync(_battle))!;
        await Log.AppendAsync(lease, [Hello]);
        using var told = new SemaphoreSlim(0);
        await using var watch = await Log.WatchAsync(_battle, () => told.Release());
        var stopped = await Log.TryStopAsync(_battle, Stopped);
        var again = await Log.TryStopAsync(_battle, Stopped);

        Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal((true, false, RunStanding.Lost), (stopped, again, await Log.RenewAsync(lease)));
        await Assert.ThrowsAsync<RunSupersededException>(() => Log.AppendAsync(lease, [Hello]));
        Assert.Null(await Log.TryBeginRunAsync(_battle));
        Assert.Equal([Hello, Stopped], await Log.ReadAsync(_battle, 0));
    }

    [Fact]
    public async Task What_has_not_begun_can_be_stopped_and_what_is_settled_cannot()
    {
        var other = Guid.NewGuid().ToString("N");
        await Log.SettleAsync((await Log.TryBeginRunAsync(other))!, [1]);

        Assert.Equal((true, false), (await Log.TryStopAsync(_battle, Stopped), await Log.TryStopAsync(other, Stopped)));
        Assert.Equal([Stopped], await Log.ReadAsync(_battle, 0));
    }

    [Fact]
    public async Task A_run_knows_whether_somebody_reads()
    {
        var lease = (await Log.TryBeginRunAsync(_battle))!;
        var before = await Log.RenewAsync(lease);
        await Log.MarkReadAsync(_battle);

        Assert.Equal((RunStanding.Unread, RunStanding.Read), (before, await Log.RenewAsync(lease)));
    }

    [Fact]
    public async Task A_watcher_is_told_of_each_append_until_it_leaves()
    {
        var lease = (await Log.TryBeginRunAsync(_battle))!;
        using var told = new SemaphoreSlim(0);
        await using (await Log.WatchAsync(_battle, () => told.Release()))
        {
            await Log.AppendAsync(lease, [Hello]);
            Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        await Log.AppendAsync(lease, [Hello]);
        Assert.Equal(0, told.CurrentCount);
    }
}
