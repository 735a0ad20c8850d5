namespace Aspire.StackExchange.Redis;

/// <summary>Settings of <c>AddRedisClient</c>, bound from <c>Aspire:StackExchange:Redis</c> and <c>Aspire:StackExchange:Redis:{name}</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>Defaults to <c>ConnectionStrings:{name}</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether no health check is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Has no effect here: this version of the client has no tracing of its own.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection waits for its first use instead of the host's start.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
