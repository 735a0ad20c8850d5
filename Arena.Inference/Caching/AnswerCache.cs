using System.Runtime.CompilerServices;
using Arena.Inference.Configuration;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Caching;

/// <summary>Gives answers again that were given before, and lets equal requests at one time share one answer.</summary>
internal sealed class AnswerCache(
    MemoryAnswerStore memory, ISharedAnswerStore shared, InferenceMetrics metrics, IOptions<InferenceOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AnswerFlight> _flights = new(StringComparer.Ordinal);
    private readonly CacheOptions _options = options.Value.Cache;

    public bool IsEnabled => _options.Enabled;

    /// <summary>The answer under a key: kept, under way, or asked for now. What was not asked for now is marked.</summary>
    public IAsyncEnumerable<ChatResponseUpdate> GetAsync(
        string key, Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> upstream, CancellationToken cancellationToken)
    {
        if (memory.Get(key) is { } kept)
        {
            metrics.Cache(CacheResults.Hit);
            return kept.ToUpdates().ToAsyncEnumerable();
        }

        var (flight, first) = Board(key);
        if (!first)
        {
            metrics.Cache(CacheResults.Joined);
            return MarkedAsync(flight, cancellationToken);
        }

        flight.Start(token => SharedOrUpstreamAsync(key, upstream, token), updates => LandAsync(key, flight, updates));
        return flight.ReadAsync(cancellationToken);
    }

    private (AnswerFlight Flight, bool First) Board(string key)
    {
        lock (_lock)
        {
            if (_flights.TryGetValue(key, out var flight) && flight.TryJoin())
            {
                return (flight, First: false);
            }

            _flights[key] = flight = new AnswerFlight();
            flight.TryJoin();
            return (flight, First: true);
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> SharedOrUpstreamAsync(
        string key, Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> upstream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await shared.GetAsync(key, cancellationToken) is { } answer)
        {
            metrics.Cache(CacheResults.Hit);
            foreach (var update in answer.ToUpdates())
            {
                yield return update;
            }

            yield break;
        }

        metrics.Cache(CacheResults.Miss);
        await foreach (var update in upstream(cancellationToken))
        {
            yield return update;
        }
    }

    private async Task LandAsync(string key, AnswerFlight flight, IReadOnlyList<ChatResponseUpdate>? updates)
    {
        var answer = updates is null ? null : CachedAnswer.Of(updates);
        if (answer?.Characters <= _options.MaxAnswerCharacters)
        {
            memory.Set(key, answer);
            if (!updates!.Any(CachedAnswer.IsCached))
            {
                await shared.SetAsync(key, answer, CancellationToken.None);
            }
        }

        lock (_lock)
        {
            if (_flights.GetValueOrDefault(key) == flight)
            {
                _flights.Remove(key);
            }
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> MarkedAsync(AnswerFlight flight, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in flight.ReadAsync(cancellationToken))
        {
            yield return CachedAnswer.Marked(update);
        }
    }
}
