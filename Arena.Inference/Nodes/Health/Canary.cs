using System.Text;
using Arena.Inference.Configuration;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes.Health;

/// <summary>
/// One small question with a known kind of answer. It goes to the model like any other, past all layers that could answer in its place,
/// and so says what no probe can: that words come out.
/// </summary>
internal sealed class Canary(UpstreamDrivers drivers, InferenceMetrics metrics, IOptions<InferenceOptions> options, TimeProvider time)
{
    private const string Prompt = "What is the capital of France? Answer in one word.";

    private readonly CanaryOptions _options = options.Value.Probes.Canary;

    /// <summary>Never asked of a model that may be asleep: it would load it, or kill its engine. Throws only when cancelled.</summary>
    public async Task<CanaryResult> AskAsync(Node node, string model, CancellationToken cancellationToken)
    {
        var result = await TryAskAsync(node, model, cancellationToken);
        metrics.CanaryAnswered(node.Name, model, result.Verdict);
        return result;
    }

    private async Task<CanaryResult> TryAskAsync(Node node, string model, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var client = drivers[node.Driver].CreateClient(node);
        var text = new StringBuilder();
        try
        {
            ChatOptions ask = new() { ModelId = model, MaxOutputTokens = _options.MaxTokens, Temperature = 0, Seed = 0 };
            await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, Prompt)], ask, either.Token))
            {
                foreach (var content in update.Contents)
                {
                    text.Append((content as TextContent)?.Text ?? (content as TextReasoningContent)?.Text);
                }
            }
        }
        catch (UpstreamFaultException fault)
        {
            return new(CanaryVerdict.Failed, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(CanaryVerdict.Silent, $"no answer to a small question in {_options.Timeout.TotalSeconds:0.###} s");
        }

        return Garbage.Is(text.ToString())
            ? new(CanaryVerdict.Garbage, "garbage in the place of an answer")
            : new(CanaryVerdict.Well, "");
    }
}

internal sealed record CanaryResult(CanaryVerdict Verdict, string Reason);

internal enum CanaryVerdict
{
    Well,

    /// <summary>An answer under 200 that is none, as of an engine whose weights are lost.</summary>
    Garbage,

    /// <summary>Nothing came in time.</summary>
    Silent,

    /// <summary>An error.</summary>
    Failed,
}
