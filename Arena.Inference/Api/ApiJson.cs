using System.Text.Json.Serialization;

namespace Arena.Inference.Api;

[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(NodeList))]
internal sealed partial class ApiJson : JsonSerializerContext;
