namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>Joins what two places say of a model.</summary>
internal static class ModelOverlay
{
    /// <summary>Fills in what <paramref name="model"/> does not say itself.</summary>
    public static void FillIn(ModelOptions model, ModelOptions other)
    {
        model.DisplayName ??= other.DisplayName;
        model.Version ??= other.Version;
        model.Family ??= other.Family;
        model.VariantGroup ??= other.VariantGroup;
        model.SystemPrompt ??= other.SystemPrompt;
        model.Price ??= other.Price;
        model.BlindOnly |= other.BlindOnly;
        model.Capabilities.Tools ??= other.Capabilities.Tools;
        model.Capabilities.Vision ??= other.Capabilities.Vision;
        model.Capabilities.ContextLength ??= other.Capabilities.ContextLength;
        model.Settings.MaxTokens ??= other.Settings.MaxTokens;
        model.Settings.Temperature ??= other.Settings.Temperature;
        model.Settings.TopP ??= other.Settings.TopP;
        model.Settings.Seed ??= other.Settings.Seed;
        model.Settings.TemperatureIsFixed |= other.Settings.TemperatureIsFixed;
        model.Settings.ExtraBody ??= other.Settings.ExtraBody;
    }
}
