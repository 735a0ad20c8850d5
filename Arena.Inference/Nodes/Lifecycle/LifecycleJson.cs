using System.Text.Json.Serialization;

namespace Arena.Inference.Nodes.Lifecycle;

internal sealed record SleepState(bool IsSleeping);

internal sealed record CollectiveRpc(string Method);

internal sealed record OllamaEmptyChat(string Model, IReadOnlyList<string> Messages, bool Stream, bool Shift, int KeepAlive);

internal sealed record OllamaRunning(IReadOnlyList<OllamaRunner>? Models);

internal sealed record OllamaRunner(string? Name, long? SizeVram);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SleepState))]
[JsonSerializable(typeof(CollectiveRpc))]
[JsonSerializable(typeof(OllamaEmptyChat))]
[JsonSerializable(typeof(OllamaRunning))]
[JsonSerializable(typeof(OllamaPullRequest))]
[JsonSerializable(typeof(OllamaPullLine))]
internal sealed partial class LifecycleJson : JsonSerializerContext;
