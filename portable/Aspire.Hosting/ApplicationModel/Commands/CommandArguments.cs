using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Fits the values that somebody gave to the arguments that a command takes.</summary>
internal static class CommandArguments
{
    /// <summary>The arguments of the command with the given values; those that were not given keep their own.</summary>
    public static InteractionInputCollection Fill(ResourceCommandAnnotation command, InteractionInputCollection? given) =>
        new([.. command.Arguments.Select(argument => new InteractionInput
        {
            Name = argument.Name,
            InputType = argument.InputType,
            Label = argument.Label,
            Description = argument.Description,
            EnableDescriptionMarkdown = argument.EnableDescriptionMarkdown,
            Required = argument.Required,
            Options = argument.Options,
            AllowCustomChoice = argument.AllowCustomChoice,
            Placeholder = argument.Placeholder,
            MaxLength = argument.MaxLength,
            Disabled = argument.Disabled,
            Value = given is not null && given.TryGetByName(argument.Name, out var value) ? value.Value : argument.Value,
        })]);

    /// <summary>What is wrong with the values, or null.</summary>
    public static async Task<string?> FaultAsync(
        ResourceCommandAnnotation command, InteractionInputCollection arguments, InteractionInputCollection? given, IServiceProvider services, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        faults.AddRange((given ?? new([])).Names.Where(name => !arguments.ContainsName(name)).Select(name => $"There is no argument '{name}'."));
        faults.AddRange(arguments.Select(FaultOf).OfType<string>());
        if (faults.Count == 0 && command.ValidateArguments is { } validate)
        {
            var context = new InputsDialogValidationContext { Inputs = arguments, Services = services, CancellationToken = cancellationToken };
            await validate(context);
            faults.AddRange(context.Errors.Select(error => $"{error.Name}: {error.Message}"));
        }

        return faults.Count == 0 ? null : string.Join(' ', faults);
    }

    private static string? FaultOf(InteractionInput input) => input switch
    {
        { Value: null or "" } => input.Required ? $"{input.Name} is missing." : null,
        { MaxLength: { } most } when input.Value.Length > most => $"{input.Name} is longer than {most} characters.",
        { InputType: InputType.Number } when !double.TryParse(input.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            $"{input.Name} is '{input.Value}', which is no number.",
        { InputType: InputType.Boolean } when !bool.TryParse(input.Value, out _) => $"{input.Name} is '{input.Value}', which is neither true nor false.",
        { InputType: InputType.Choice, AllowCustomChoice: false, Options: { } options } when options.All(option => option.Key != input.Value) =>
            $"{input.Name} is '{input.Value}', which is none of {string.Join(", ", options.Select(option => option.Key))}.",
        _ => null,
    };
}
