using System.Diagnostics;
using Arena.Contracts.Router;
using Arena.Web.Battles.Log;
using Microsoft.Extensions.Options;

namespace Arena.Web.Battles.Runs;

/// <summary>The runs of battles in this process, at most <see cref="BattleOptions.MaxConcurrent"/> at once.</summary>
internal sealed class BattleRuns(BattleRunner runner, IOptions<BattleOptions> options, ILogger<BattleRuns> logger)
    : RunQueue<Battle>(options.Value.MaxConcurrent)
{
    /// <summary>Sees to it that the battle is written by somebody: here, unless it is already, or another replica does.</summary>
    public void Ensure(Battle battle) => Ensure(battle.BattleId, battle);

    protected override async Task RunAsync(Battle item, ActivityContext cause, CancellationToken stopping)
    {
        try
        {
            await runner.RunAsync(item, cause, stopping);
        }
        catch (Exception exception) when (exception is BattleLogUnavailableException or RunSupersededException)
        {
            // Whoever still reads the battle asks for a run again.
            logger.RunBroke(exception, item.BattleId);
        }
    }
}
