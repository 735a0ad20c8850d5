using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

internal sealed partial class GrpcCall<TRequest, TResponse>
{
    private static readonly StreamPipeReaderOptions InputOptions = new(bufferSize: 16 * 1024);

    /// <summary>Never fails: an error ends the call. Null if there is nothing to read because the call has ended.</summary>
    private async Task<MessageReader?> SendAsync(HttpContent content, TimeSpan? timeout)
    {
        using var request = CreateRequest(content, timeout);
        if (_outcome is not null)
        {
            return null;
        }

        _activity = CallTelemetry.Start(method);
        try
        {
            var response = await channel.SendAsync(request, Ended);
            if (!TryKeep(response))
            {
                CallTelemetry.Stop(_activity, GetStatus().StatusCode);
                response.Dispose();
                return null;
            }

            return await ReceiveHeadersAsync(response);
        }
        catch (Exception exception)
        {
            End(TransportStatus.From(exception, "Error starting gRPC call."), Metadata.Empty);
            CallTelemetry.Stop(_activity, GetStatus().StatusCode); // if it ended while the span began
            return null;
        }
    }

    /// <summary>False if the call has ended already: then nobody else disposes the response.</summary>
    private bool TryKeep(HttpResponseMessage response)
    {
        lock (_lock)
        {
            _response = response;
            return _outcome is null;
        }
    }

    private async Task<MessageReader?> ReceiveHeadersAsync(HttpResponseMessage response)
    {
        if (ResponseHeaders.Refuse(response) is { } refusal)
        {
            End(refusal, Metadata.Empty);
            return null;
        }

        var headers = ResponseHeaders.ToMetadata(response.Headers);
        _headers.TrySetResult(headers);
        if (ResponseHeaders.ReadStatus(response.Headers) is not null)
        {
            EndByTrailers(response.Headers); // "trailers-only"
            return null;
        }

        _input = PipeReader.Create(await response.Content.ReadAsStreamAsync(Ended), InputOptions);
        return new MessageReader(
            _input, channel.MaxReceiveMessageSize, ResponseHeaders.Find(response.Headers, GrpcHeaders.Encoding), channel.CompressionProviders);
    }

    private HttpRequestMessage CreateRequest(HttpContent content, TimeSpan? timeout)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", GrpcHeaders.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, channel.GetUri(method))
        {
            Content = content,
            Version = channel.HttpVersion,
            VersionPolicy = channel.VersionPolicy,
        };
        request.Headers.Host = host;
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", CallTelemetry.UserAgent);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, channel.AcceptEncoding);
        if (timeout is { } value)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Encode(value));
        }

        foreach (var entry in options.Headers ?? Metadata.Empty)
        {
            if (entry.Key == GrpcHeaders.RequestEncoding)
            {
                headers.TryAddWithoutValidation(GrpcHeaders.Encoding, entry.Value);
            }
            else if (!GrpcHeaders.IsReserved(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, entry.ToHeaderValue());
            }
        }

        return request;
    }
}
