using Grpc.Core;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Arena.Web.Battles.Runs;

/// <summary>How a record gets into the ledger: recording twice changes nothing there, so every doubt is answered by trying again.</summary>
internal static class LedgerRetry
{
    /// <summary>Tries again without end: a timeout around it, or a cancellation, ends it.</summary>
    /// <param name="pipeline">What is built.</param>
    /// <param name="attempt">How long one attempt may take.</param>
    public static ResiliencePipelineBuilder AddLedgerRetry(this ResiliencePipelineBuilder pipeline, TimeSpan attempt) => pipeline
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(IsTransient).Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddTimeout(attempt);

    private static bool IsTransient(RpcException exception) => exception.StatusCode
        is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted
        or StatusCode.ResourceExhausted or StatusCode.Internal or StatusCode.Unknown;
}
