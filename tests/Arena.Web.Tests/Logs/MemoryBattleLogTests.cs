using Arena.Testing;
using Arena.Web.Battles;
using Arena.Web.Battles.Log;
using Microsoft.Extensions.Options;

namespace Arena.Web.Tests.Logs;

public sealed class MemoryBattleLogTests : BattleLogContract
{
    private readonly ManualTimeProvider _time = new();
    private readonly BattleOptions _options = new();

    public MemoryBattleLogTests() => Log = new MemoryBattleLog(Options.Create(_options), _time);

    private protected override IBattleLog Log { get; }

    private protected override Task LapseAsync(string battleId)
    {
        _time.Advance(_options.Lease);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Old_battles_are_forgotten()
    {
        var lease = (await Log.TryBeginRunAsync("old"))!;
        await Log.AppendAsync(lease, [new(BattleEvent.Answered, "{}", _time.GetUtcNow())]);
        _time.Advance(_options.KeepLog + TimeSpan.FromSeconds(1));
        await Log.TryBeginRunAsync("new");

        Assert.Equal(0, await Log.CountAsync("old"));
    }
}
