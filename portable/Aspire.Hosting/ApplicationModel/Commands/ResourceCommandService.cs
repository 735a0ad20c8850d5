using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Carries out the commands of resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly DistributedApplicationModel _model;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(
        ResourceNotificationService notifications, ResourceLoggerService loggers, DistributedApplicationModel model, IServiceProvider services) =>
        (_notifications, _loggers, _model, _services) = (notifications, loggers, model, services);

    /// <inheritdoc cref="ExecuteCommandAsync(string, string, InteractionInputCollection, CancellationToken)"/>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteAsync(resourceId, commandName, arguments: null, cancellationToken);

    /// <summary>
    /// Carries out a command of one replica by its unique name, or of all replicas by the name of the resource, and returns when that is
    /// done. What goes wrong is in the result.
    /// </summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken = default) =>
        ExecuteAsync(resourceId, commandName, arguments, cancellationToken);

    /// <inheritdoc cref="ExecuteCommandAsync(IResource, string, InteractionInputCollection, CancellationToken)"/>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteOnAllAsync(resource, commandName, arguments: null, cancellationToken);

    /// <summary>Carries out a command of all replicas of a resource.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, InteractionInputCollection arguments, CancellationToken cancellationToken = default) =>
        ExecuteOnAllAsync(resource, commandName, arguments, cancellationToken);

    private Task<ExecuteCommandResult> ExecuteAsync(
        string resourceId, string commandName, InteractionInputCollection? arguments, CancellationToken cancellationToken)
    {
        if (_notifications.TryGetCurrentState(resourceId, out var current))
        {
            return ExecuteOnAsync(current, commandName, arguments, cancellationToken);
        }

        return _model.Resources.FirstOrDefault(candidate => string.Equals(candidate.Name, resourceId, StringComparison.OrdinalIgnoreCase)) is { } resource
            ? ExecuteOnAllAsync(resource, commandName, arguments, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'."));
    }

    private async Task<ExecuteCommandResult> ExecuteOnAllAsync(
        IResource resource, string commandName, InteractionInputCollection? arguments, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(ResourceInstancesAnnotation.IdsOf(resource).Select(id => _notifications.TryGetCurrentState(id, out var current)
            ? ExecuteOnAsync(current, commandName, arguments, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"'{resource.Name}' is not known yet: the application has not started."))));
        if (results.Length == 1)
        {
            return results[0];
        }

        var failures = results.Where(result => result is { Success: false, Canceled: false }).ToList();
        return failures.Count > 0 ? CommandResults.Failure(string.Join(Environment.NewLine, failures.Select(failure => failure.Message)))
            : results.FirstOrDefault(result => result.Canceled) ?? results[0];
    }

    private async Task<ExecuteCommandResult> ExecuteOnAsync(
        ResourceEvent target, string commandName, InteractionInputCollection? given, CancellationToken cancellationToken)
    {
        var command = target.Resource.Annotations.OfType<ResourceCommandAnnotation>()
            .LastOrDefault(candidate => string.Equals(candidate.Name, commandName, StringComparison.OrdinalIgnoreCase));
        if (command is null)
        {
            return CommandResults.Failure($"'{target.Resource.Name}' has no command '{commandName}'.");
        }

        var logger = _loggers.GetLogger(target.ResourceId);
        try
        {
            var arguments = CommandArguments.Fill(command, given);
            var result = await CommandArguments.FaultAsync(command, arguments, given, _services, cancellationToken) is { } fault
                ? CommandResults.Failure(fault)
                : await command.ExecuteCommand(new()
                {
                    ServiceProvider = _services,
                    ResourceName = target.ResourceId,
                    CancellationToken = cancellationToken,
                    Logger = logger,
                    Arguments = arguments,
                });
            Log(logger, command, result);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (Exception e)
        {
            // The boundary of a command: whatever it throws is the answer to who gave it.
            var failure = CommandResults.Failure(e);
            Log(logger, command, failure);
            return failure;
        }
    }

    private static void Log(ILogger logger, ResourceCommandAnnotation command, ExecuteCommandResult result)
    {
        var level = result.Success ? LogLevel.Information : LogLevel.Error;
        var text = result.Message ?? (result.Success ? "done" : result.Canceled ? "cancelled" : "failed");
        logger.Log(level, 0, (command.Name, text), null, static (state, _) => $"Command '{state.Name}': {state.text}");
    }
}
