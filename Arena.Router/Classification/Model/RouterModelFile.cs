using System.Runtime.InteropServices;
using System.Text.Json;
using Arena.Router.Classification.Matching;
using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Model;

/// <summary>
/// The model as a file: one JSON object. Tables are Base64 of little-endian arrays: <c>stems</c> uint32 in ascending order, <c>idf</c> one byte
/// each (255 = <c>unknown</c>), <c>weights</c> int8 by bucket and output (times <c>scales</c> of the output), <c>features</c> one byte,
/// <c>thresholds</c> and <c>leaves</c> float32 by tree. docs/router-evaluation.md says how it was made.
/// </summary>
internal static class RouterModelFile
{
    private const int Format = 1;
    private const string Resource = "router.model.json";
    private const float Steps = 127;

    /// <summary>The model that the service comes with.</summary>
    public static RouterModel LoadDefault()
    {
        using var stream = typeof(RouterModelFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        return Load(stream);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">It is none, or one of another format.</exception>
    public static RouterModel Load(Stream stream)
    {
        try
        {
            var file = JsonSerializer.Deserialize(stream, RouterModelJson.Default.ModelFile) ?? throw new InvalidDataException("The model file is empty.");
            return file.Format == Format && file.Values.SequenceEqual(CatalogueFeatures.Names)
                ? Unpack(file)
                : throw new InvalidDataException(
                    $"The model file has format {file.Format} and {file.Values.Count} values; format {Format} with {CatalogueFeatures.Count} values is read.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The model file is damaged: {exception.Message}", exception);
        }
    }

    public static void Save(RouterModel model, Stream stream)
    {
        var stems = model.Vocabulary.Idf.Keys.Order().ToArray();
        var scales = Enumerable.Range(0, TextModel.Outputs)
            .Select(output => Enumerable.Range(0, TextNGrams.BucketCount).Max(bucket => Math.Abs(model.Text.Weights[(bucket * TextModel.Outputs) + output])) / Steps)
            .ToArray();
        var weights = model.Text.Weights
            .Select((weight, at) => scales[at % TextModel.Outputs] is var scale and > 0 ? (sbyte)MathF.Round(weight / scale) : (sbyte)0).ToArray();
        JsonSerializer.Serialize(
            stream,
            new ModelFile(
                Format,
                model.Name,
                CatalogueFeatures.Names,
                model.WithoutTools,
                model.WithTools,
                new(model.Vocabulary.Unknown, Pack(stems), Pack(stems.Select(stem => (byte)MathF.Round(255 * model.Vocabulary.Idf[stem] / model.Vocabulary.Unknown)).ToArray())),
                new(model.Text.Bias, scales, Pack(weights)),
                new(model.Trees.Depth, Pack(model.Trees.Features), Pack(model.Trees.Thresholds), Pack(model.Trees.Leaves))),
            RouterModelJson.Default.ModelFile);
    }

    private static RouterModel Unpack(ModelFile file)
    {
        var idf = Unpack<byte>(file.Words.Idf);
        var stems = Unpack<uint>(file.Words.Stems);
        var weights = Unpack<sbyte>(file.Text.Weights);
        var trees = new BoostedTrees(
            file.Trees.Depth, Unpack<byte>(file.Trees.Features), Unpack<float>(file.Trees.Thresholds), Unpack<float>(file.Trees.Leaves));
        trees.ThrowIfBroken(CatalogueFeatures.Count);
        return new(
            file.Name,
            new(stems.Index().ToDictionary(stem => stem.Item, stem => idf[stem.Index] * file.Words.Unknown / 255), file.Words.Unknown, Concepts.Default),
            new([.. weights.Select((weight, at) => weight * file.Text.Scales[at % TextModel.Outputs])], file.Text.Bias),
            trees,
            file.WithoutTools,
            file.WithTools);
    }

    private static string Pack<T>(T[] values)
        where T : unmanaged
    {
        ThrowIfBigEndian();
        return Convert.ToBase64String(MemoryMarshal.AsBytes<T>(values));
    }

    private static T[] Unpack<T>(string packed)
        where T : unmanaged
    {
        ThrowIfBigEndian();
        return MemoryMarshal.Cast<byte, T>(Convert.FromBase64String(packed)).ToArray();
    }

    private static void ThrowIfBigEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("The model file is little-endian, and so must the machine be.");
        }
    }
}
