using System.Text.Json;
using Arena.Inference.Configuration;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Arena.Inference.Caching;

/// <summary>Answers in Redis, as JSON. A Redis that is slow or away costs no answer, only the sharing.</summary>
internal sealed class RedisAnswerStore(
    IConnectionMultiplexer redis, IOptions<InferenceOptions> options, TimeProvider time, ILogger<RedisAnswerStore> logger) : ISharedAnswerStore
{
    private const string Prefix = "arena:answer:";

    private readonly CacheOptions _limits = options.Value.Cache;
    private int _broken;

    public async Task<CachedAnswer?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var json = await TryAsync(database => database.StringGetAsync(Prefix + key), cancellationToken);
        try
        {
            return json.IsNullOrEmpty ? null : JsonSerializer.Deserialize((byte[])json!, CacheJson.Default.CachedAnswer);
        }
        catch (JsonException)
        {
            return null; // somebody else's, or another version's
        }
    }

    public Task SetAsync(string key, CachedAnswer answer, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, CacheJson.Default.CachedAnswer);
        return TryAsync(database => database.StringSetAsync(Prefix + key, json, _limits.TimeToLive), cancellationToken);
    }

    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await call(redis.GetDatabase()).WaitAsync(_limits.RedisTimeout, time, cancellationToken);
            Interlocked.Exchange(ref _broken, 0);
            return result;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _broken, 1) == 0)
            {
                logger.CacheBroke(exception.GetType().Name); // once: every request would say it again
            }

            return default;
        }
    }
}
