using System.Runtime.CompilerServices;
using Arena.Contracts.Inference;
using Arena.Inference.Configuration;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Arena.Inference.Caching;

/// <summary>Gives answers again that were given before, and lets equal requests at one time share one answer.</summary>
internal sealed class AnswerCache(
    MemoryAnswerStore memory, ISharedAnswerStore shared, InferenceMetrics metrics, IOptions<InferenceOptions> options)
{
    /// <summary>The key of <see cref="ChatOptions.AdditionalProperties"/> under which a request says what it takes.</summary>
    public const string Use = "arena.cache";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AnswerFlight> _flights = new(StringComparer.Ordinal);
    private readonly CacheOptions _options = options.Value.Cache;

    /// <summary>
    /// The key of a request; null when it is to reach a model: it takes no kept answer, or chance plays a part (a temperature above 0, or
    /// unknown) and it does not take one even then.
    /// </summary>
    public string? KeyOf(NodeState state, IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var takes = options.AdditionalProperties is { } more && more.TryGetValue<CacheUse>(Use, out var use)
            && (use is CacheUse.Always || (use is CacheUse.Deterministic && options.Temperature is 0));
        if (!_options.Enabled || !takes)
        {
            return null;
        }

        var revision = state.Current.Models.FirstOrDefault(model => model.IsNamed(options.ModelId ?? ""))?.Revision;
        return CacheKey.Of($"{state.Node.Driver} {state.Node.Url}", revision, messages, options);
    }

    /// <summary>The answer that was given before; null when there is none.</summary>
    public async Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var kept = memory.Get(key);
        if (kept is null && (kept = await shared.GetAsync(key, cancellationToken)) is not null)
        {
            memory.Set(key, kept);
        }

        if (kept is not null)
        {
            metrics.Cache(CacheResults.Hit);
        }

        return kept;
    }

    /// <summary>
    /// The answer under a key that was not found: asked for now, shared with equal requests, and kept. What others have asked for is
    /// marked.
    /// </summary>
    public IAsyncEnumerable<ChatResponseUpdate> GetAsync(
        string key, Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> upstream, CancellationToken cancellationToken)
    {
        if (memory.Get(key) is { } kept) // while this request waited for its turn
        {
            metrics.Cache(CacheResults.Hit);
            return kept.ToUpdates().ToAsyncEnumerable();
        }

        var (flight, first) = Board(key);
        metrics.Cache(first ? CacheResults.Miss : CacheResults.Joined);
        if (!first)
        {
            return MarkedAsync(flight, cancellationToken);
        }

        flight.Start(upstream, updates => LandAsync(key, flight, updates));
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

    private async Task LandAsync(string key, AnswerFlight flight, IReadOnlyList<ChatResponseUpdate>? updates)
    {
        var answer = updates is null ? null : CachedAnswer.Of(updates);
        if (answer?.Characters <= _options.MaxAnswerCharacters)
        {
            memory.Set(key, answer);
            await shared.SetAsync(key, answer, CancellationToken.None);
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
