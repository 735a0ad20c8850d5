using Arena.Inference.Configuration;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers.Providers;

/// <summary>A provider outside that serves OpenAI's chat completions. Its health is what its answers show; a probe only reads its list.</summary>
internal abstract class ChatCompletionsProvider(
    ChatCompletionsDialect dialect, UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics) : IUpstreamDriver
{
    public string Name => dialect.Provider;

    public bool LoadsOnDemand => false;

    public bool IsOutside => true;

    public IChatClient CreateClient(Node node) => new ChatCompletionsClient(http, node, dialect, metrics);

    public Task<ProbeResult> ProbeAsync(Node node, CancellationToken cancellationToken) =>
        probe.RunAsync(node, healthPath: null, "/v1/models", DriverJson.Default.CompletionModelList, CompletionModels.Read, cancellationToken);

    public bool IsSameModel(string asked, string answered) => ProviderModelName.IsSame(asked, answered);
}

/// <summary>OpenAI itself, and what calls itself compatible.</summary>
internal sealed class OpenAiDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics)
    : ChatCompletionsProvider(new(GenAi.Providers.OpenAi), http, probe, metrics)
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.OpenAi, new("OPENAI_API_KEY", new("https://api.openai.com")));
}

/// <summary>Mistral refuses fields that it does not know, and counts tokens without being asked.</summary>
internal sealed class MistralDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics)
    : ChatCompletionsProvider(new(GenAi.Providers.Mistral, MaxCompletionTokens: false, RandomSeed: true, AsksForUsage: false), http, probe, metrics)
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Mistral, new("MISTRAL_API_KEY", new("https://api.mistral.ai")));
}

/// <summary>Groq counts tokens in a field of its own, without being asked.</summary>
internal sealed class GroqDriver(UpstreamHttp http, NodeProbe probe, InferenceMetrics metrics)
    : ChatCompletionsProvider(new(GenAi.Providers.Groq, AsksForUsage: false), http, probe, metrics)
{
    public static readonly DriverFacts Facts = new(GenAi.Providers.Groq, new("GROQ_API_KEY", new("https://api.groq.com/openai")));
}
