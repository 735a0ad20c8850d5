using System.Text.Json.Serialization;

namespace Arena.Router.Classification.Model;

internal sealed record ModelFile(
    int Format, string Name, IReadOnlyList<string> Values, Calibration WithoutTools, Calibration WithTools, WordTable Words, TextTable Text, TreeTable Trees);

internal sealed record WordTable(float Unknown, string Stems, string Idf);

internal sealed record TextTable(float[] Bias, float[] Scales, string Weights);

internal sealed record TreeTable(int Depth, string Features, string Thresholds, string Leaves);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelFile))]
internal sealed partial class RouterModelJson : JsonSerializerContext;
