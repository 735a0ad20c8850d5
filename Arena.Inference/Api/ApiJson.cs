using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Inference.Admin;

namespace Arena.Inference.Api;

[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(NodeDetails))]
[JsonSerializable(typeof(ModelBody))]
[JsonSerializable(typeof(PullLine))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For what is written line by line, past the options of the service.</summary>
    public static ApiJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
