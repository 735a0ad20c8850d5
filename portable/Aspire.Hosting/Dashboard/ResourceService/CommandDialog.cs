using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Asks the person at the dashboard for the arguments of a command, until they will do.</summary>
internal sealed class CommandDialog(InteractionBroker broker, IServiceProvider services)
{
    /// <summary>The arguments, or null when the dialog was dismissed.</summary>
    public async Task<InteractionInputCollection?> AskAsync(ResourceEvent target, ResourceCommandAnnotation command, CancellationToken cancellationToken)
    {
        using var interaction = broker.Open();
        InteractionInputCollection? given = null;
        ILookup<string, string>? faults = null;
        while (true)
        {
            var question = Question(target, command, CommandArguments.Fill(command, given), faults);
            if (await interaction.AskAsync(question, cancellationToken) is not { } answer)
            {
                return null;
            }

            given = CommandMapper.Given(answer.InputItems.Select(item => KeyValuePair.Create(item.Name, item.Value)));
            var found = await CommandArguments.FaultsAsync(command, CommandArguments.Fill(command, given), given, services, cancellationToken);
            if (found.Count == 0)
            {
                return given;
            }

            faults = found.ToLookup(fault => fault.Name, fault => fault.Message, StringComparer.OrdinalIgnoreCase);
        }
    }

    private static WatchInteractionsResponseUpdate Question(
        ResourceEvent target, ResourceCommandAnnotation command, InteractionInputCollection arguments, ILookup<string, string>? faults)
    {
        var question = new WatchInteractionsResponseUpdate
        {
            Title = $"{command.DisplayName}: {target.Resource.Name}",
            Message = command.DisplayDescription ?? "",
            PrimaryButtonText = command.DisplayName,
            SecondaryButtonText = "Cancel",
            ShowSecondaryButton = true,
            ShowDismiss = true,
            InputsDialog = new(),
        };
        foreach (var argument in arguments)
        {
            var input = CommandMapper.Map(argument);
            input.ValidationErrors.AddRange(faults?[argument.Name] ?? []);
            question.InputsDialog.InputItems.Add(input);
        }

        return question;
    }
}
