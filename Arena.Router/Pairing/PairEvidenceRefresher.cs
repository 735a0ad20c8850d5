using Arena.Contracts.Ratings;
using Arena.Ratings.Engine;
using Arena.Router.Battles;
using Arena.Router.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Router.Pairing;

/// <summary>Asks the ledger again and again what the votes were, while the policy in force needs to know. In an outage the last answer stays.</summary>
internal sealed class PairEvidenceRefresher(
    RatingsClient ratings,
    PairEvidence evidence,
    IOptionsMonitor<BattleOptions> battles,
    IOptionsMonitor<InformativeOptions> options,
    TimeProvider time,
    ILogger<PairEvidenceRefresher> logger)
    : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (string.Equals(battles.CurrentValue.PairPolicy, InformativePairPolicy.PolicyName, StringComparison.OrdinalIgnoreCase))
            {
                await LookAsync(stoppingToken);
            }

            await Task.Delay(options.CurrentValue.RefreshInterval, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var deadline = DateTime.SpecifyKind((time.GetUtcNow() + options.CurrentValue.Timeout).UtcDateTime, DateTimeKind.Utc);
            var answer = await ratings.GetPairVotesAsync(new(), deadline: deadline, cancellationToken: cancellationToken);
            evidence.Replace(Count(answer.Pairs));
            _failing = false;
        }
        catch (Exception exception) when (exception is RpcException or FitException && !cancellationToken.IsCancellationRequested)
        {
            if (!_failing)
            {
                logger.EvidenceUnknown(exception.Message); // once per outage
            }

            _failing = true;
        }
    }

    private static Tally Count(IEnumerable<PairVotes> pairs)
    {
        var tally = new Tally();
        foreach (var pair in pairs)
        {
            tally.Add(pair.ModelLeft, pair.ModelRight, Arena.Ratings.Engine.Preference.Left, pair.Left);
            tally.Add(pair.ModelLeft, pair.ModelRight, Arena.Ratings.Engine.Preference.Right, pair.Right);
            tally.Add(pair.ModelLeft, pair.ModelRight, Arena.Ratings.Engine.Preference.Tie, pair.Ties);
            tally.Add(pair.ModelLeft, pair.ModelRight, Arena.Ratings.Engine.Preference.BothBad, pair.BothBad);
        }

        return tally;
    }
}
