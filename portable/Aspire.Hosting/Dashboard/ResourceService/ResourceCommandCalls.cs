using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>
/// Carries out the commands that the dashboard calls. It repeats a call whose connection broke: the same command on the same resource
/// joins the one that runs, which goes on whoever has left.
/// </summary>
internal sealed class ResourceCommandCalls(
    ResourceNotificationService notifications, ResourceCommandService commands, CommandDialog dialog, IServiceProvider services, IHostApplicationLifetime application)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceCommandRequest, Task<ResourceCommandResponse>> _running = [];

    public async Task<ResourceCommandResponse> ExecuteAsync(ResourceCommandRequest request, CancellationToken cancellationToken)
    {
        Task<ResourceCommandResponse>? running;
        lock (_lock)
        {
            if (!_running.TryGetValue(request, out running))
            {
                running = Task.Run(() => RunAsync(request), application.ApplicationStopping);
                _running.Add(request, running);
            }
        }

        return await running.WaitAsync(cancellationToken);
    }

    private async Task<ResourceCommandResponse> RunAsync(ResourceCommandRequest request)
    {
        try
        {
            return await ExecuteOnceAsync(request, application.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            return new() { Kind = ResourceCommandResponseKind.Cancelled, Message = "The application stops." };
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(request);
            }
        }
    }

    private async Task<ResourceCommandResponse> ExecuteOnceAsync(ResourceCommandRequest request, CancellationToken stopping)
    {
        var given = CommandMapper.Given(request.Arguments);
        if (notifications.TryGetCurrentState(request.ResourceName, out var target)
            && target.Resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(command => command.Name == request.CommandName) is { Arguments.Count: > 0 } command)
        {
            if (given.Count == 0 && !request.NonInteractive)
            {
                if (await dialog.AskAsync(target, command, stopping) is not { } answered)
                {
                    return new() { Kind = ResourceCommandResponseKind.Cancelled };
                }

                given = answered;
            }
            else if (await CommandArguments.FaultAsync(command, CommandArguments.Fill(command, given), given, services, stopping) is { } fault)
            {
                return new() { Kind = ResourceCommandResponseKind.InvalidArguments, Message = fault };
            }
        }

        return CommandMapper.Map(await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, given, stopping));
    }
}
