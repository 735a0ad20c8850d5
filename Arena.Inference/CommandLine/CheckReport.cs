using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Inference.CommandLine;

/// <summary>Writes what a check found.</summary>
internal static class CheckReport
{
    public static async Task WriteAsync(IReadOnlyList<CheckedModel> models, bool json, TextWriter output)
    {
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new(models), CheckJson.Default.CheckList));
            return;
        }

        var width = models.Select(model => model.Id.Length).DefaultIfEmpty().Max();
        foreach (var model in models)
        {
            await output.WriteLineAsync($"{model.Id.PadRight(width)}  {model.State.ToString().ToLowerInvariant(),-13}  {NameOf(model)}{model.Reason}");
        }

        var counts = models.CountBy(model => model.State).Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}");
        await output.WriteLineAsync(models.Count == 0 ? "No model is configured." : $"{models.Count} models: {string.Join(", ", counts)}.");
    }

    private static string NameOf(CheckedModel model)
    {
        var name = string.Join(", ", new[] { model.DisplayName == model.Id ? "" : model.DisplayName, model.Version, model.Family }.Where(part => part.Length > 0));
        return name.Length == 0 || model.Reason.Length == 0 ? name : $"{name}: ";
    }
}

internal sealed record CheckList(IReadOnlyList<CheckedModel> Models);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(CheckList))]
internal sealed partial class CheckJson : JsonSerializerContext;
