using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>One model on a vLLM node and, behind it, on an Ollama node.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(FakeVllm vllm, FakeOllama ollama, InferenceHost host) => (Vllm, Ollama, Host) = (vllm, ollama, host);

    public FakeVllm Vllm { get; }

    public FakeOllama Ollama { get; }

    public InferenceHost Host { get; }

    /// <summary>For tests in which time leaps: a probe that is under way then would look like one that was missed.</summary>
    public static Dictionary<string, string> ProbedOnce => new(StringComparer.Ordinal) { ["Inference:Probes:Interval"] = "01:00:00" };

    /// <summary>Returns when both nodes are known.</summary>
    public static async Task<Pair> StartAsync(TimeProvider? time = null, Dictionary<string, string>? settings = null)
    {
        var vllm = new FakeVllm("m");
        var ollama = new FakeOllama("m:latest");
        var host = await InferenceHost.StartAsync(settings ?? [], time ?? new ManualTimeProvider(), ("gpu-node", vllm), ("ollama", ollama));
        await host.ModelAsync("m", TestContext.Current.CancellationToken);
        return new(vllm, ollama, host);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
