using System.Text.Json.Serialization;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Drivers.Vllm;

namespace Arena.Inference.Drivers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(VllmModelList))]
[JsonSerializable(typeof(OllamaChatRequest))]
[JsonSerializable(typeof(OllamaChatLine))]
[JsonSerializable(typeof(OllamaTags))]
internal sealed partial class DriverJson : JsonSerializerContext;
