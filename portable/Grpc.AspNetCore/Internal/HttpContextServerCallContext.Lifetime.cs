using System.Globalization;
using Grpc.Core;
using Grpc.Net;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed partial class HttpContextServerCallContext
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _deadlineLock = new();
    private DateTime _deadline = DateTime.MaxValue;
    private CancellationTokenSource? _cancellation;
    private ITimer? _deadlineTimer;
    private Task? _endedByDeadline;
    private bool _disposed;
    private ICompressionProvider? _responseCompression;

    /// <summary>What the caller was told.</summary>
    public Status EndStatus { get; private set; }

    public bool DeadlineExceeded
    {
        get
        {
            lock (_deadlineLock)
            {
                return _endedByDeadline is not null;
            }
        }
    }

    /// <summary>Reads the protocol headers of the request and prepares the response.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: unknown encoding. INTERNAL: malformed timeout.</exception>
    public void Start()
    {
        var (request, response) = (http.Request, http.Response);
        response.ContentType = GrpcHeaders.ContentType;
        LiftBodyLimits();

        string? encoding = request.Headers[GrpcHeaders.Encoding];
        if (encoding is not (null or GrpcHeaders.Identity) && FindProvider(encoding) is null)
        {
            response.Headers[GrpcHeaders.AcceptEncoding] =
                string.Join(',', options.CompressionProviders.Select(provider => provider.EncodingName).Prepend(GrpcHeaders.Identity));
            throw new RpcException(new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'."));
        }

        string? accepted = request.Headers[GrpcHeaders.AcceptEncoding];
        if (FindProvider(options.ResponseCompressionAlgorithm) is { } provider
            && accepted?.Split(',', StringSplitOptions.TrimEntries).Contains(provider.EncodingName, StringComparer.Ordinal) == true)
        {
            _responseCompression = provider;
            response.Headers[GrpcHeaders.Encoding] = provider.EncodingName;
        }

        if (request.Headers.TryGetValue(GrpcHeaders.Timeout, out var timeout))
        {
            if (!GrpcTimeout.TryDecode(timeout.ToString(), out var duration))
            {
                throw new RpcException(new Status(StatusCode.Internal, $"Malformed grpc-timeout '{timeout}'."));
            }

            StartDeadline(duration);
        }
    }

    /// <summary>Sends the status and the trailers; nothing if the call has ended before.</summary>
    public async Task EndAsync(Status status, Metadata trailers, bool completeResponse = false)
    {
        await _responseLock.WaitAsync(CancellationToken.None);
        try
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            EndStatus = status;
            if (http.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            var destination = http.Response.HasStarted || _wroteMessage
                ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
                : http.Response.Headers; // "trailers-only"
            Append(destination, trailers);
            destination[GrpcHeaders.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
            if (status.Detail.Length > 0)
            {
                destination[GrpcHeaders.Message] = GrpcMessageEncoding.Encode(status.Detail);
            }

            if (completeResponse)
            {
                await http.Response.CompleteAsync();
            }
        }
        finally
        {
            _responseLock.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_deadlineLock)
        {
            _disposed = true;
        }

        if (_deadlineTimer is not null)
        {
            await _deadlineTimer.DisposeAsync();
        }

        if (_endedByDeadline is not null)
        {
            await _endedByDeadline;
        }

        _cancellation?.Dispose();
        _writer?.Dispose();
        _responseLock.Dispose();
    }

    private static void Append(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!GrpcHeaders.IsReserved(entry.Key))
            {
                headers.Append(entry.Key, entry.ToHeaderValue());
            }
        }
    }

    private void StartDeadline(TimeSpan timeout)
    {
        var now = time.GetUtcNow().UtcDateTime;
        _deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (timeout <= LongestTimer)
        {
            _deadlineTimer = time.CreateTimer(_ => OnDeadline(), state: null, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDeadline()
    {
        lock (_deadlineLock)
        {
            if (_disposed || _endedByDeadline is not null)
            {
                return;
            }

            _endedByDeadline = Task.Run(EndByDeadlineAsync, CancellationToken.None);
        }
    }

    /// <summary>Tells the handler, and answers the caller without waiting for it.</summary>
    private async Task EndByDeadlineAsync()
    {
        await _cancellation!.CancelAsync();
        await EndAsync(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), ResponseTrailersCore, completeResponse: true);
    }

    /// <summary>
    /// Messages are limited one by one, not the body as a whole. And a caller may stay silent for as long as it likes between two
    /// messages: Kestrel's minimum data rate would end the connection with all other calls on it.
    /// </summary>
    private void LiftBodyLimits()
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
