using System.Text.Json.Serialization;
using Arena.Inference.Drivers.Anthropic;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Drivers.Vllm;

namespace Arena.Inference.Drivers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(ToolChoiceByName))]
[JsonSerializable(typeof(List<ContentPart>))]
[JsonSerializable(typeof(CompletionModelList))]
[JsonSerializable(typeof(AdapterRequest))]
[JsonSerializable(typeof(OllamaChatRequest))]
[JsonSerializable(typeof(OllamaChatLine))]
[JsonSerializable(typeof(OllamaTags))]
[JsonSerializable(typeof(OllamaShowRequest))]
[JsonSerializable(typeof(OllamaDescription))]
[JsonSerializable(typeof(OllamaPullRequest))]
[JsonSerializable(typeof(OllamaPullLine))]
[JsonSerializable(typeof(AnthropicRequest))]
[JsonSerializable(typeof(AnthropicEvent))]
[JsonSerializable(typeof(Dictionary<string, object>))]
[JsonSerializable(typeof(IDictionary<string, object>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class DriverJson : JsonSerializerContext;
