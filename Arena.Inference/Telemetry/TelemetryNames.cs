namespace Arena.Inference.Telemetry;

/// <summary>
/// OpenTelemetry GenAI names (open-telemetry/semantic-conventions-genai, docs/gen-ai). All of them are in development:
/// this is the one place to change.
/// </summary>
internal static class GenAi
{
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";

    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestStream = "gen_ai.request.stream";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseFinishReasons = "gen_ai.response.finish_reasons";
    public const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type";

    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string Chat = "chat";

    /// <summary>Own values: the convention has none for these.</summary>
    public static class Providers
    {
        public const string Vllm = "vllm";
        public const string Ollama = "ollama";
        public const string OpenAiSwap = "openai-swap";
        public const string OpenAi = "openai";
        public const string Mistral = "mistral";
        public const string Groq = "groq";
        public const string Anthropic = "anthropic";
        public const string Gemini = "gemini";
        public const string Vertex = "vertex";
    }

    /// <summary>The convention's buckets for durations in seconds.</summary>
    public static readonly double[] DurationBuckets =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>The convention's buckets for tokens.</summary>
    public static readonly double[] TokenBuckets =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
}

/// <summary>What the convention does not cover.</summary>
internal static class ArenaNames
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Source = "Arena.Inference";

    public const string Attempts = "arena.inference.attempts";
    public const string Fallbacks = "arena.inference.fallbacks";
    public const string Incomplete = "arena.inference.incomplete_answers";
    public const string MalformedEvents = "arena.inference.malformed_events";
    public const string NodeState = "arena.inference.node.state";
    public const string NodeVramUsed = "arena.inference.node.vram.used";
    public const string NodeQueue = "arena.inference.node.queue";
    public const string NodeInFlight = "arena.inference.node.in_flight";
    public const string Swaps = "arena.inference.swap.duration";
    public const string QueueWait = "arena.inference.queue.wait";
    public const string TurnedAway = "arena.inference.turned_away";
    public const string RetriesDenied = "arena.inference.retries.denied";
    public const string Canaries = "arena.inference.canaries";

    public const string Cache = "arena.inference.cache";
    public const string Cost = "arena.inference.cost";

    public const string Node = "arena.node";
    public const string Deployment = "arena.deployment";
    public const string State = "arena.node.state";
    public const string Model = "arena.model";
    public const string Swap = "arena.swap";
    public const string Outcome = "arena.outcome";
    public const string Cause = "arena.cause";
    public const string Attempt = "arena.attempt";
    public const string FellBack = "arena.fell_back";
    public const string ServedModel = "arena.served_model";
    public const string UsageEstimated = "arena.usage.estimated";
    public const string Cached = "arena.cached";
    public const string CacheResult = "arena.cache.result";
    public const string Saved = "arena.cost.saved";

    public const string AttemptEvent = "attempt";
    public const string FallbackEvent = "fallback";
    public const string TurnedAwayEvent = "turned_away";
}

/// <summary>What a request that takes kept answers found.</summary>
internal static class CacheResults
{
    public const string Hit = "hit";
    public const string Miss = "miss";

    /// <summary>An equal request was under way.</summary>
    public const string Joined = "joined";
}
