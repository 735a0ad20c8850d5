using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Arena.AppHost.Nodes;

/// <summary>Keeps the dashboard's picture of the nodes up to date: asks the inference service, and vLLM servers how busy they are.</summary>
internal sealed class NodePublisher(ShownNodes shown, ResourceNotificationService notifications) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Dictionary<string, NodeView> _views = shown.Nodes.ToDictionary(node => node.Name, node => new NodeView(node.Resource.Resource, notifications), StringComparer.Ordinal);
    private readonly Dictionary<string, (VllmLoad Load, long At)> _loads = new(StringComparer.Ordinal);

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await notifications.WaitForResourceAsync(shown.Inference.Resource.Name, KnownResourceStates.Running, stoppingToken);
            using var timer = new PeriodicTimer(Interval);
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // By this mark the services leave a poll out of the traces (Arena.ServiceDefaults, BackgroundWork).
        using var background = new Activity("look").AddBaggage("arena.background", "1").Start();
        if (await NodesAsync(cancellationToken) is not { } answer)
        {
            return; // the service is away; what is shown stays
        }

        foreach (var report in NodeReport.ReadAll(answer))
        {
            if (shown.Nodes.FirstOrDefault(node => node.Name == report.Name) is { } node)
            {
                var current = await notifications.WaitForResourceAsync(node.Name, _ => true, cancellationToken);
                await _views[node.Name].ShowAsync(current.ResourceId, report, await LoadAsync(node, cancellationToken));
            }
        }
    }

    private async Task<ImmutableArray<(string Label, object Value)>> LoadAsync(ModelNode node, CancellationToken cancellationToken)
    {
        if (node.Driver != "vllm" || await TextAsync($"{await node.Address.GetValueAsync(cancellationToken)}/metrics", cancellationToken) is not { } text || VllmLoad.Read(text) is not { } load)
        {
            return [];
        }

        var now = Stopwatch.GetTimestamp();
        var rate = _loads.TryGetValue(node.Name, out var last) ? load.RateSince(last.Load, Stopwatch.GetElapsedTime(last.At, now)) : 0;
        _loads[node.Name] = (load, now);
        return [("Requests running", load.Running), ("Requests waiting", load.Waiting), ("Tokens/s", rate)];
    }

    private async Task<JsonElement?> NodesAsync(CancellationToken cancellationToken)
    {
        var key = await shown.AdminKey.GetValueAsync(cancellationToken);
        try
        {
            return await TextAsync($"{shown.Inference.Url}/api/nodes", cancellationToken, key) is { } text ? JsonSerializer.Deserialize<JsonElement>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string?> TextAsync(string url, CancellationToken cancellationToken, string? adminKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (adminKey is not null)
        {
            request.Headers.Add("x-admin-key", adminKey);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
