using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Arena.ModelSimulator.Configuration;

/// <summary>Which wire protocol the simulated node speaks.</summary>
internal enum NodeProtocol
{
    [JsonStringEnumMemberName("vllm")] Vllm,
    [JsonStringEnumMemberName("ollama")] Ollama,

    /// <summary>Those of OpenAI, Anthropic and Google, side by side.</summary>
    [JsonStringEnumMemberName("providers")] Providers,
}

/// <summary>One process is one node: a protocol, an amount of video memory, and the models on it.</summary>
internal sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    public NodeProtocol Protocol { get; set; } = NodeProtocol.Vllm;

    /// <summary>Video memory of the node in MiB. The default holds all five default models at once.</summary>
    [Range(1, 16_777_216)]
    public int VramMib { get; set; } = 81_920;

    /// <summary>Multiplies every simulated wait; 0 answers at once, 1 is life-like.</summary>
    [Range(0, 100)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Ids of the models on this node; empty means all of <see cref="Models"/>.</summary>
    public IList<string> ServedModels { get; } = [];

    /// <summary>The models by id.</summary>
    public IDictionary<string, ModelOptions> Models { get; } = new Dictionary<string, ModelOptions>(StringComparer.Ordinal);

    public VllmOptions Vllm { get; } = new();

    public OllamaOptions Ollama { get; } = new();
}

/// <summary>How a simulated vLLM server was started.</summary>
internal sealed class VllmOptions
{
    /// <summary>What <c>GET /version</c> answers.</summary>
    public string Version { get; set; } = "0.11.0";

    /// <summary>Sequences that one engine runs at once (<c>--max-num-seqs</c>); more wait.</summary>
    public int MaxRunning { get; set; } = 256;
}

/// <summary>How a simulated Ollama server was started; the defaults are Ollama's own, except for the number of loaded models.</summary>
internal sealed class OllamaOptions
{
    /// <summary>What <c>GET /api/version</c> answers.</summary>
    public string Version { get; set; } = "0.33.0";

    /// <summary><c>OLLAMA_MAX_LOADED_MODELS</c>; Ollama's own default is 3 per GPU.</summary>
    public int MaxLoadedModels { get; set; } = 5;

    /// <summary><c>OLLAMA_NUM_PARALLEL</c>: requests that one loaded model answers at once; more wait.</summary>
    public int ParallelRequests { get; set; } = 1;

    /// <summary><c>OLLAMA_MAX_QUEUE</c>: requests that may wait for a model; one more gets 503.</summary>
    public int MaxQueue { get; set; } = 512;

    /// <summary><c>OLLAMA_CONTEXT_LENGTH</c>: tokens of context where the request sends no <c>num_ctx</c>.</summary>
    public int ContextLength { get; set; } = 4096;

    /// <summary><c>OLLAMA_KEEP_ALIVE</c>: how long a model stays loaded after its last request.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromMinutes(5);
}
