using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Configuration;

[OptionsValidator]
internal sealed partial class SimulatorAttributesValidator : IValidateOptions<SimulatorOptions>;

[OptionsValidator]
internal sealed partial class ModelOptionsValidator : IValidateOptions<ModelOptions>;

/// <summary>What attributes cannot say: every model is valid, and every served id is a known model.</summary>
internal sealed class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
{
    private static readonly ModelOptionsValidator Model = new();

    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Models.Count == 0)
        {
            result.AddError("at least one model is needed", nameof(options.Models));
        }

        foreach (var (id, model) in options.Models)
        {
            result.AddResult(Model.Validate($"{nameof(options.Models)}:{id}", model));
        }

        foreach (var id in options.ServedModels.Where(id => !options.Models.ContainsKey(id)))
        {
            result.AddError($"'{id}' is none of: {string.Join(", ", options.Models.Keys)}", nameof(options.ServedModels));
        }

        return result.Build();
    }
}
