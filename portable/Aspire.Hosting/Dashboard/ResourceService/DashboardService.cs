using Aspire.Hosting.Dashboard.Wire;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>The calls of the dashboard. Streams end with the caller or with the server.</summary>
internal sealed class DashboardService(
    DashboardSettings settings, ResourceFeed resources, ConsoleLogFeed logs, ResourceCommandCalls commands, InteractionBroker interactions, IHostApplicationLifetime server)
    : Wire.DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = settings.ApplicationName });

    public override Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        UntilEndAsync(context, async ended =>
        {
            await responseStream.WriteAsync(new() { InitialData = await resources.CurrentAsync(ended) }, ended);
            await foreach (var changes in resources.ChangesAsync(ended))
            {
                await responseStream.WriteAsync(new() { Changes = changes }, ended);
            }
        });

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context) =>
        UntilEndAsync(context, async ended =>
        {
            await foreach (var batch in logs.ReadAsync(request.ResourceName, follow: !request.SuppressFollow, ended))
            {
                await responseStream.WriteAsync(batch, ended);
            }
        });

    public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context) =>
        commands.ExecuteAsync(request, context.CancellationToken);

    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream, IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream, ServerCallContext context) =>
        UntilEndAsync(context, async ended =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ended);
            var asking = AskAsync(responseStream, either.Token);
            var answering = AnswerAsync(requestStream, either.Token);
            await Task.WhenAny(asking, answering);
            await either.CancelAsync();
            await Task.WhenAll(asking, answering);
        });

    private async Task AskAsync(IServerStreamWriter<WatchInteractionsResponseUpdate> dashboard, CancellationToken ended)
    {
        await foreach (var update in interactions.WatchAsync(ended))
        {
            await dashboard.WriteAsync(update, ended);
        }
    }

    private async Task AnswerAsync(IAsyncStreamReader<WatchInteractionsRequestUpdate> dashboard, CancellationToken ended)
    {
        while (await dashboard.MoveNext(ended))
        {
            interactions.Answer(dashboard.Current);
        }
    }

    private async Task UntilEndAsync(ServerCallContext context, Func<CancellationToken, Task> stream)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, server.ApplicationStopping);
        try
        {
            await stream(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was closed, or the application stops.
        }
    }
}
