namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>Where servers of OpenAI's chat completions differ in what they take.</summary>
/// <param name="Provider">The value of <c>gen_ai.provider.name</c>.</param>
/// <param name="MaxCompletionTokens">The limit is called <c>max_completion_tokens</c>, not <c>max_tokens</c>.</param>
/// <param name="RandomSeed">The seed is called <c>random_seed</c>.</param>
/// <param name="AsksForUsage">Usage comes only with <c>stream_options</c>; where it comes anyway the field may be refused.</param>
internal sealed record ChatCompletionsDialect(
    string Provider, bool MaxCompletionTokens = true, bool RandomSeed = false, bool AsksForUsage = true);
