using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Commands, their arguments and their results, as they are on the wire.</summary>
internal static class CommandMapper
{
    public static Wire.ResourceCommand Map(ResourceCommandSnapshot command)
    {
        var mapped = new Wire.ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            DisplayDescription = command.DisplayDescription ?? "",
            ConfirmationMessage = command.ConfirmationMessage ?? "",
            IconName = command.IconName ?? "",
            IconVariant = Map(command.IconVariant ?? IconVariant.Regular),
            IsHighlighted = command.IsHighlighted,
            State = command.State switch
            {
                ResourceCommandState.Enabled => Wire.ResourceCommandState.Enabled,
                ResourceCommandState.Disabled => Wire.ResourceCommandState.Disabled,
                _ => Wire.ResourceCommandState.Hidden,
            },
        };
        mapped.ArgumentInputs.AddRange(command.Arguments.Select(Map));
        return mapped;
    }

    public static Wire.IconVariant Map(IconVariant variant) => variant == IconVariant.Filled ? Wire.IconVariant.Filled : Wire.IconVariant.Regular;

    public static Wire.InteractionInput Map(InteractionInput input)
    {
        var mapped = new Wire.InteractionInput
        {
            Name = input.Name,
            Label = input.Label ?? input.Name,
            Placeholder = input.Placeholder ?? "",
            Description = input.Description ?? "",
            EnableDescriptionMarkdown = input.EnableDescriptionMarkdown,
            Required = input.Required,
            Disabled = input.Disabled,
            Value = input.Value ?? "",
            MaxLength = input.MaxLength ?? 0,
            AllowCustomChoice = input.AllowCustomChoice,
            InputType = input.InputType switch
            {
                InputType.SecretText => Wire.InputType.SecretText,
                InputType.Choice => Wire.InputType.Choice,
                InputType.Boolean => Wire.InputType.Boolean,
                InputType.Number => Wire.InputType.Number,
                _ => Wire.InputType.Text,
            },
        };
        foreach (var (value, text) in input.Options ?? [])
        {
            mapped.Options[value] = text;
        }

        return mapped;
    }

    public static Wire.ResourceCommandResponse Map(ExecuteCommandResult result)
    {
        var response = new Wire.ResourceCommandResponse
        {
            Kind = result.Success ? Wire.ResourceCommandResponseKind.Succeeded
                : result.Canceled ? Wire.ResourceCommandResponseKind.Cancelled
                : Wire.ResourceCommandResponseKind.Failed,
            Message = result.Message ?? "",
        };
        if (result.Data is { } data)
        {
            response.Result = new()
            {
                Value = data.Value,
                DisplayImmediately = data.DisplayImmediately,
                Format = data.Format switch
                {
                    CommandResultFormat.Json => Wire.CommandResultFormat.Json,
                    CommandResultFormat.Markdown => Wire.CommandResultFormat.Markdown,
                    _ => Wire.CommandResultFormat.Text,
                },
            };
        }

        return response;
    }

    /// <summary>Values by name, as an input takes them: numbers and truth values as text.</summary>
    public static InteractionInputCollection Given(IEnumerable<KeyValuePair<string, Value>> values) => Given(values.Select(value => KeyValuePair.Create(
        value.Key,
        value.Value.KindCase switch
        {
            Value.KindOneofCase.NumberValue => value.Value.NumberValue.ToString("R", CultureInfo.InvariantCulture),
            Value.KindOneofCase.BoolValue => value.Value.BoolValue ? "true" : "false",
            Value.KindOneofCase.NullValue or Value.KindOneofCase.None => "",
            Value.KindOneofCase.StringValue => value.Value.StringValue,
            _ => value.Value.ToString(),
        })));

    public static InteractionInputCollection Given(IEnumerable<KeyValuePair<string, string>> values) =>
        new([.. values.Select(value => new InteractionInput { Name = value.Key, InputType = InputType.Text, Value = value.Value })]);
}
