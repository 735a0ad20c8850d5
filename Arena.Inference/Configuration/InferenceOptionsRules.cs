using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration;

/// <summary>The rules between nodes, drivers and models that attributes cannot say.</summary>
/// <param name="drivers">Their names only: the drivers themselves need valid options.</param>
internal sealed class InferenceOptionsRules(IEnumerable<DriverName> drivers) : IValidateOptions<InferenceOptions>
{
    private readonly string[] _drivers = [.. drivers.Select(driver => driver.Value)];

    public ValidateOptionsResult Validate(string? name, InferenceOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        foreach (var (node, asked) in options.Nodes)
        {
            CheckNode(node, asked, errors);
        }

        foreach (var (key, model) in options.Models)
        {
            CheckModel(model.Id ?? key, model, options, errors);
        }

        foreach (var claim in Claims(options).GroupBy(c => (c.Node, c.Model)).Where(g => g.Distinct().Skip(1).Any()))
        {
            errors.AddError($"'{claim.Key.Model}' on node '{claim.Key.Node}' is given to more than one model " +
                $"({string.Join(", ", claim.Select(c => c.Id))}). Say in ServedModelId which of them it really is.");
        }

        return errors.Build();
    }

    private void CheckNode(string node, NodeOptions asked, ValidateOptionsResultBuilder errors)
    {
        if (!_drivers.Contains(asked.Driver, StringComparer.OrdinalIgnoreCase))
        {
            errors.AddError($"Node '{node}' has the driver '{asked.Driver}'. Known: {string.Join(", ", _drivers)}.");
        }

        if (asked.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            errors.AddError($"Node '{node}' has the url '{asked.Url}'. It must be an absolute http or https address.");
        }

        SwapOptionsRules.Check(node, asked, errors);
    }

    private static void CheckModel(string id, ModelOptions model, InferenceOptions options, ValidateOptionsResultBuilder errors)
    {
        foreach (var deployment in model.Deployments)
        {
            if (!options.Nodes.ContainsKey(deployment.Node))
            {
                errors.AddError($"Model '{id}' has a deployment on node '{deployment.Node}'. Known: {string.Join(", ", options.Nodes.Keys)}.");
            }

            if (string.IsNullOrWhiteSpace(deployment.Model))
            {
                errors.AddError($"Model '{id}' has a deployment on node '{deployment.Node}' without the name of a model.");
            }
        }

        if (model.Settings.MaxTokens is { } tokens && (tokens < 1 || tokens > options.MaxTokensLimit))
        {
            errors.AddError($"Model '{id}' has MaxTokens {tokens}. It must be 1 to {options.MaxTokensLimit}.");
        }

        if (model.Settings.Temperature is { } temperature && temperature is not (>= 0 and <= 2))
        {
            errors.AddError($"Model '{id}' has the temperature {temperature}. It must be 0 to 2.");
        }
    }

    private static IEnumerable<(string Node, string Model, string Id)> Claims(InferenceOptions options) =>
        from entry in options.Models
        from deployment in entry.Value.Deployments
        where string.IsNullOrEmpty(deployment.ServedModelId)
        select (deployment.Node, deployment.Model, entry.Value.Id ?? entry.Key);
}

/// <summary>The name of a driver that is there.</summary>
internal sealed record DriverName(string Value);
