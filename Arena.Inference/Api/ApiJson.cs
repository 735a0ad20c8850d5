using System.Text.Json.Serialization;
using Arena.Inference.Admin;

namespace Arena.Inference.Api;

[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(NodeDetails))]
[JsonSerializable(typeof(ModelBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
