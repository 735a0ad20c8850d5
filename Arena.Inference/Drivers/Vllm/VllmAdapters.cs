using System.Collections.Immutable;
using System.Net;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Vllm;

/// <summary>
/// Keeps the LoRA adapters of a node as the configuration wants them: loads those that are missing, and loads again those that were
/// read from another path. Needs <c>VLLM_ALLOW_RUNTIME_LORA_UPDATING=True</c> on the server.
/// </summary>
/// <remarks>
/// <code>
/// POST /v1/load_lora_adapter   {"lora_name":"x","lora_path":"/adapters/x"}      200, plain text
/// POST /v1/unload_lora_adapter {"lora_name":"x"}
/// </code>
/// An adapter is listed with its path as <c>root</c>.
/// </remarks>
internal sealed class VllmAdapters(UpstreamHttp http, IOptions<InferenceOptions> options, TimeProvider time, ILogger<VllmAdapters> logger)
{
    /// <summary>Whether anything was changed. A refusal is logged and tried again with the next probe.</summary>
    public async Task<bool> EnsureAsync(Node node, ImmutableArray<DiscoveredModel> models, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var (name, path) in options.Value.Nodes.GetValueOrDefault(node.Name)?.Adapters ?? [])
        {
            var loaded = models.FirstOrDefault(model => model.IsNamed(name));
            if (loaded is not null && (loaded.Revision is null || string.Equals(loaded.Revision, path, StringComparison.Ordinal)))
            {
                continue;
            }

            changed |= (loaded is null || await PostAsync(node, name, "/v1/unload_lora_adapter", new(name, LoraPath: null), cancellationToken))
                && await PostAsync(node, name, "/v1/load_lora_adapter", new(name, path), cancellationToken);
        }

        return changed;
    }

    private async Task<bool> PostAsync(Node node, string name, string path, AdapterRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeouts.FirstTokenAfterLoad, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var content = JsonContent.Create(request, DriverJson.Default.AdapterRequest);
            using var response = await http.SendAsync(UpstreamHttp.ProbeClient, node, HttpMethod.Post, path, content, either.Token);
            if (response.StatusCode is HttpStatusCode.OK)
            {
                logger.AdapterChanged(name, node.Name, path);
                return true;
            }

            var refusal = await UpstreamRefusal.ReadAsync(response, http.Now, either.Token);
            logger.AdapterRefused(name, node.Name, path, refusal.Message);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.AdapterRefused(name, node.Name, path, TransportFault.Describe(exception));
        }

        return false;
    }
}

internal sealed record AdapterRequest(string LoraName, string? LoraPath);
