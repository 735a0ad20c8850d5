using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Inference.Drivers.ChatCompletions;

namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>Reads <c>recommended_config</c> and <c>fixed_temperature</c>: the settings that a model is asked with.</summary>
/// <remarks>
/// <code>
/// "recommended_config": {"temperature": 0.7, "top_p": 1.0, "max_new_tokens": 1024, "extra_body": {"top_k": 40}}, "fixed_temperature": 0.2
/// </code>
/// </remarks>
internal static class RecommendedConfig
{
    private const string Config = "recommended_config";
    private const string Fixed = "fixed_temperature";

    /// <summary>The settings; what cannot be taken is told and left out.</summary>
    /// <exception cref="InvalidDataException"><c>fixed_temperature</c> is no temperature.</exception>
    public static SettingsOptions Read(EntryFields fields, Action<string> warn)
    {
        SettingsOptions settings = new();
        foreach (var field in fields.Object(Config)?.EnumerateObject() ?? default)
        {
            if (!TryTake(settings, field))
            {
                warn($"'{Config}.{field.Name}' = {field.Value}, which has no effect here");
            }
        }

        if (fields.Raw(Fixed) is { ValueKind: not JsonValueKind.False } value)
        {
            settings.TemperatureIsFixed = true;
            settings.Temperature = value.ValueKind is JsonValueKind.True ? settings.Temperature
                : TemperatureOf(value) ?? throw new InvalidDataException($"{Fixed} is neither true, false nor a temperature of 0 to 2");
        }

        return settings;
    }

    private static bool TryTake(SettingsOptions settings, JsonProperty field)
    {
        switch (field.Name)
        {
            case "temperature" when TemperatureOf(field.Value) is { } temperature:
                settings.Temperature = temperature;
                return true;
            case "top_p" when field.Value.ValueKind is JsonValueKind.Number && field.Value.GetDouble() is > 0 and <= 1 and var topP:
                settings.TopP = topP;
                return true;
            case "max_new_tokens" when field.Value.ValueKind is JsonValueKind.Number && field.Value.TryGetInt32(out var tokens) && tokens > 0:
                settings.MaxTokens = tokens;
                return true;
            case "extra_body" when field.Value.ValueKind is JsonValueKind.Object && !field.Value.EnumerateObject().Any(extra => ExtraBody.IsOurs(extra.Name)):
                settings.ExtraBody = JsonObject.Create(field.Value.Clone());
                return true;
            default:
                return false;
        }
    }

    private static double? TemperatureOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.GetDouble() is >= 0 and <= 2 and var temperature ? temperature : null;
}
