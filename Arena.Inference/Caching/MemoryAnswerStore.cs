using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Caching;

/// <summary>Answers in the memory of this process: the least recently used go first. Thread-safe.</summary>
internal sealed class MemoryAnswerStore(IOptions<InferenceOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly CacheOptions _limits = options.Value.Cache;
    private readonly Dictionary<string, LinkedListNode<Kept>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _byUse = new(); // the most recently used first
    private long _characters;

    public CachedAnswer? Get(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            if (node.Value.Until <= time.GetUtcNow())
            {
                Remove_NeedsLock(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Set(string key, CachedAnswer answer)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var old))
            {
                Remove_NeedsLock(old);
            }

            _byKey[key] = _byUse.AddFirst(new Kept(key, answer, time.GetUtcNow() + _limits.TimeToLive));
            _characters += answer.Characters;
            while (_characters > _limits.MaxCharacters)
            {
                Remove_NeedsLock(_byUse.Last!);
            }
        }
    }

    private void Remove_NeedsLock(LinkedListNode<Kept> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _characters -= node.Value.Answer.Characters;
    }

    private sealed record Kept(string Key, CachedAnswer Answer, DateTimeOffset Until);
}
