using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers;

/// <summary>The probe that both protocols share: is the process up, then what does it have.</summary>
internal sealed class NodeProbe(UpstreamHttp http, IOptions<InferenceOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.Probes.Timeout;

    public async Task<ProbeResult> RunAsync<TList>(
        Node node, string healthPath, string modelsPath, JsonTypeInfo<TList> type,
        Func<TList, IEnumerable<DiscoveredModel>> read, CancellationToken cancellationToken)
        where TList : class
    {
        var (_, failure) = await AskAsync(node, healthPath, static (_, _) => Task.FromResult<object?>(null), cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        var (list, listFailure) = await AskAsync(node, modelsPath, (content, token) => content.ReadFromJsonAsync(type, token), cancellationToken);
        return list is not null ? new ProbeResult.Healthy([.. read(list)])
            : new ProbeResult.WithoutModels(listFailure is null ? $"{modelsPath} is empty" : Reason(listFailure));
    }

    private async Task<(T? Answer, ProbeResult? Failure)> AskAsync<T>(
        Node node, string path, Func<HttpContent, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(UpstreamHttp.ProbeClient, node, HttpMethod.Get, path, content: null, either.Token);
            return response.StatusCode is HttpStatusCode.OK
                ? (await read(response.Content, either.Token), null)
                : (null, new ProbeResult.Failed($"{path} answered {(int)response.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new ProbeResult.Missed($"{path} did not answer in time"));
        }
        catch (Exception exception) when (exception.IsTransportFault())
        {
            return (null, new ProbeResult.Failed(TransportFault.Describe(exception)));
        }
        catch (JsonException)
        {
            return (null, new ProbeResult.Failed($"{path} is not what it should be"));
        }
    }

    private static string Reason(ProbeResult failure) => failure switch
    {
        ProbeResult.Failed failed => $"the list of models is old: {failed.Reason}",
        ProbeResult.Missed missed => $"the list of models is old: {missed.Reason}",
        _ => "the list of models is old",
    };
}
