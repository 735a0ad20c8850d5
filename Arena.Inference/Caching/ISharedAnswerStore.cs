namespace Arena.Inference.Caching;

/// <summary>Answers that all replicas of this service see. It never fails: what cannot be read is not there.</summary>
internal interface ISharedAnswerStore
{
    Task<CachedAnswer?> GetAsync(string key, CancellationToken cancellationToken);

    Task SetAsync(string key, CachedAnswer answer, CancellationToken cancellationToken);
}

/// <summary>There is no Redis: each replica has its own.</summary>
internal sealed class NoSharedAnswerStore : ISharedAnswerStore
{
    public Task<CachedAnswer?> GetAsync(string key, CancellationToken cancellationToken) => Task.FromResult<CachedAnswer?>(null);

    public Task SetAsync(string key, CachedAnswer answer, CancellationToken cancellationToken) => Task.CompletedTask;
}
