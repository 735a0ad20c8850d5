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
        Node node, string? healthPath, string modelsPath, JsonTypeInfo<TList> type,
        Func<TList, IEnumerable<DiscoveredModel>> read, CancellationToken cancellationToken)
        where TList : class
    {
        if (healthPath is not null
            && await AskAsync(node, HttpMethod.Get, healthPath, null, static (_, _) => Task.FromResult<object?>(null), cancellationToken) is (_, { } failure))
        {
            return failure;
        }

        var (list, listFailure) = await AskAsync(node, HttpMethod.Get, modelsPath, content: null, ReadAsync, cancellationToken);
        return list is not null ? new ProbeResult.Healthy([.. read(list)])
            : listFailure is null ? new ProbeResult.WithoutModels($"{modelsPath} is empty")
            : healthPath is null ? listFailure
            : new ProbeResult.WithoutModels(Reason(listFailure));

        Task<TList?> ReadAsync(HttpContent content, CancellationToken token) => content.ReadFromJsonAsync(type, token);
    }

    /// <summary>One more question to a node that works; null when it is not answered.</summary>
    public async Task<T?> AskAsync<T>(
        Node node, HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        (await AskAsync(node, method, path, content, (answer, token) => answer.ReadFromJsonAsync(type, token), cancellationToken)).Answer;

    /// <summary>Why what is at an address cannot be read, in the words of the node; null when it can.</summary>
    public async Task<string?> FindFaultAsync(Node node, string path, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(UpstreamHttp.ProbeClient, node, HttpMethod.Get, path, content: null, either.Token);
            return response.StatusCode is HttpStatusCode.OK ? null : (await UpstreamRefusal.ReadAsync(response, http.Now, either.Token)).Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (Exception exception) when (exception.IsTransportFault())
        {
            return TransportFault.Describe(exception);
        }
        catch (UpstreamFaultException fault)
        {
            return fault.Message;
        }
    }

    private async Task<(T? Answer, ProbeResult? Failure)> AskAsync<T>(
        Node node, HttpMethod method, string path, HttpContent? content, Func<HttpContent, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(UpstreamHttp.ProbeClient, node, method, path, content, either.Token);
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
        catch (UpstreamFaultException fault)
        {
            return (null, new ProbeResult.Failed(fault.Message));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
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
