using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Answers;

/// <summary>
/// Bounds the retries of the whole service, so that an overload is not answered with more load: a token bucket that each answer fills by
/// a little and each retry takes one from. Thread-safe.
/// </summary>
internal sealed class RetryBudget(IOptions<InferenceOptions> options)
{
    private readonly Lock _lock = new();
    private readonly RetryBudgetOptions _options = options.Value.RetryBudget;
    private double _tokens = options.Value.RetryBudget.Burst;

    /// <summary>An answer is asked for.</summary>
    public void Deposit()
    {
        lock (_lock) { _tokens = Math.Min(_options.Burst, _tokens + _options.Ratio); }
    }

    /// <summary>Whether there may be one more upstream call for an answer.</summary>
    public bool TryWithdraw()
    {
        lock (_lock)
        {
            // A tenth ten times over is a hair below one.
            if (_tokens < 1 - 1e-9)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
