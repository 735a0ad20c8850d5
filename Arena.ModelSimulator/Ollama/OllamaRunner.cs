using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;

namespace Arena.ModelSimulator.Ollama;

/// <summary>The options a runner is started with; a request with others makes Ollama load the model again.</summary>
internal sealed record RunnerOptions(int ContextLength, bool Shift);

/// <summary>A model in memory. Its state belongs to <see cref="OllamaNode"/>, under that one's lock.</summary>
internal sealed class OllamaRunner(SimulatedModel model, RunnerOptions options, int parallel, int size, int sizeVram) : IDisposable
{
    public SimulatedModel Model => model;

    public RunnerOptions Options => options;

    /// <summary>MiB in all, and in video memory; the rest would be on the CPU, which is slow.</summary>
    public int Size => size;

    public int SizeVram => sizeVram;

    public double GpuShare => (double)sizeVram / size;

    /// <summary>Requests that one runner answers at a time.</summary>
    public SemaphoreSlim Slots { get; } = new(parallel);

    public TimeSpan KeepAlive { get; set; }

    public DateTimeOffset IdleSince { get; set; }

    public int InUse { get; set; }

    public bool Loaded { get; set; }

    public DateTimeOffset ExpiresAt => KeepAlive == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : IdleSince + KeepAlive;

    public void Dispose() => Slots.Dispose();
}

/// <summary>One request that uses a runner. Disposing it starts the keep-alive.</summary>
internal sealed class RunnerLease(OllamaNode node, OllamaRunner runner, TimeSpan load, FaultBoard faults) : IAnswerRun, IDisposable
{
    public OllamaRunner Runner => runner;

    /// <summary>How long the request waited for the model to be loaded.</summary>
    public TimeSpan Load => load;

    /// <summary>Ollama gives no answer up on its own.</summary>
    public CancellationToken Aborted => CancellationToken.None;

    public (double First, double Next) Pace => (
        runner.Model.Options.TimeToFirstTokenSeconds / runner.GpuShare,
        1 / (runner.Model.Options.TokensPerSecond * runner.GpuShare));

    public ValueTask AdvancingAsync(CancellationToken cancellationToken) => faults.AdvancingAsync(runner.Model.Id, cancellationToken);

    public void Produced(string token)
    {
        // Ollama has no metrics to keep.
    }

    public void Dispose() => node.Release(runner);
}
