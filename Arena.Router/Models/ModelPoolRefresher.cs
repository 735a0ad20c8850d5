using Arena.Contracts.Inference;
using Arena.Router.Telemetry;
using Arena.ServiceDefaults.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Router.Models;

/// <summary>Asks the inference service again and again which models can answer.</summary>
internal sealed class ModelPoolRefresher(
    Inference.InferenceClient inference, ModelPool pool, ModelNotice notice, IOptionsMonitor<ModelPoolOptions> options, TimeProvider time, ILogger<ModelPoolRefresher> logger)
    : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(options.CurrentValue.RefreshInterval, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var background = BackgroundWork.Begin();
        try
        {
            var deadline = DateTime.SpecifyKind((time.GetUtcNow() + options.CurrentValue.Timeout).UtcDateTime, DateTimeKind.Utc);
            var list = await inference.ListModelsAsync(new ListModelsRequest(), deadline: deadline, cancellationToken: cancellationToken);
            if (pool.Replace(list.Models) || _failing)
            {
                var available = list.Models.Count(model => model.Available);
                logger.ModelsKnown(available, list.Models.Count);
            }

            _failing = false;
            await notice.TellAsync(list.Models, cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            pool.LookFailed();
            if (!_failing)
            {
                logger.ModelsUnknown(exception.Status.Detail, options.CurrentValue.MaxAge); // once per outage
            }

            _failing = true;
        }
    }
}
