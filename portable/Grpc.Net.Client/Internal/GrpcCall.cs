using System.Diagnostics;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// One call on top of one HTTP request. It ends once, with the first of: the server's trailers, an error of the transport,
/// the deadline, cancellation, disposal. Whatever ends it also ends the request, if need be with RST_STREAM.
/// </summary>
internal sealed partial class GrpcCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options) : IDisposable
    where TRequest : class
    where TResponse : class
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<MessageReader?> _reader = Task.FromResult<MessageReader?>(null);
    private HttpResponseMessage? _response;
    private PipeReader? _input;
    private ITimer? _deadlineTimer;
    private CancellationTokenRegistration _cancellation;
    private Activity? _activity;
    private Outcome? _outcome;

    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    /// <summary>Fires when the call ends.</summary>
    public CancellationToken Ended => _ended.Token;

    public GrpcChannel Channel => channel;

    public Method<TRequest, TResponse> Method => method;

    public CallOptions Options => options;

    public Status GetStatus() => GetOutcome().Status;

    public Metadata GetTrailers() => GetOutcome().Trailers;

    public HttpContent CreateContent(TRequest request) => new UnaryContent<TRequest, TResponse>(this, request);

    public MessageWriter CreateMessageWriter() => new(channel.MaxSendMessageSize, FindRequestCompression());

    public ClientStreamWriter<TRequest, TResponse> CreateWriter() => new(this);

    public ClientStreamReader<TRequest, TResponse> CreateReader() => new(this);

    public void Start(HttpContent content)
    {
        channel.Register(this);
        _cancellation = options.CancellationToken.UnsafeRegister(static state => ((GrpcCall<TRequest, TResponse>)state!).Cancel(), this);
        TimeSpan? timeout = null;
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            timeout = deadline.ToUniversalTime() - channel.Time.GetUtcNow().UtcDateTime;
            StartDeadline(timeout.Value);
        }

        _reader = SendAsync(content, timeout);
    }

    /// <summary>The one response of a call that does not stream them.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        var (found, message) = await ReadAsync(CancellationToken.None);
        if (!found)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The call succeeded without a response message."), GetTrailers());
        }

        var (another, _) = await ReadAsync(CancellationToken.None);
        if (another)
        {
            End(new Status(StatusCode.Internal, "Unexpected second response message."), Metadata.Empty);
            throw GetOutcome().ToException();
        }

        return message;
    }

    /// <summary>The next response message; not found at the end of a call that succeeded.</summary>
    /// <exception cref="RpcException">The call did not succeed.</exception>
    public async Task<(bool Found, TResponse Message)> ReadAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.CanBeCanceled && cancellationToken != options.CancellationToken
            ? cancellationToken.UnsafeRegister(static state => ((GrpcCall<TRequest, TResponse>)state!).Cancel(), this)
            : default;
        var reader = await _reader;
        if (_outcome is null)
        {
            try
            {
                var result = await reader!.ReadAsync(method.ResponseMarshaller.ContextualDeserializer, Ended);
                if (result.Found)
                {
                    return result;
                }

                EndByTrailers(_response!.TrailingHeaders);
            }
            catch (Exception exception)
            {
                End(TransportStatus.From(exception, "Error reading the response."), Metadata.Empty);
            }

            await _input!.CompleteAsync();
        }

        return GetOutcome() is { Status.StatusCode: not StatusCode.OK } failure ? throw failure.ToException() : (false, null!);
    }

    /// <summary>Ends the call from the side of the request stream, or a serializer.</summary>
    public void Fail(Status status) => End(status, Metadata.Empty);

    public Outcome? TryGetOutcome() => _outcome;

    public void Dispose() => End(new Status(StatusCode.Cancelled, "gRPC call disposed."), Metadata.Empty);

    private void Cancel() => End(new Status(StatusCode.Cancelled, "Call canceled by the client."), Metadata.Empty, cancelledHere: true);

    private void StartDeadline(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            Exceed();
        }
        else if (timeout <= LongestTimer)
        {
            _deadlineTimer = channel.Time.CreateTimer(
                static state => ((GrpcCall<TRequest, TResponse>)state!).Exceed(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void Exceed() => End(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), Metadata.Empty, cancelledHere: true);

    private Compression.ICompressionProvider? FindRequestCompression() =>
        options.Headers?.GetValue(GrpcHeaders.RequestEncoding) is { } name and not GrpcHeaders.Identity
            ? channel.CompressionProviders.FirstOrDefault(provider => provider.EncodingName == name)
                ?? throw new RpcException(new Status(StatusCode.Internal, $"The channel has no compression provider '{name}'."))
            : null;

    private Outcome GetOutcome() => _outcome ?? throw new InvalidOperationException("The call is not finished: it has no status yet.");

    private void EndByTrailers(System.Net.Http.Headers.HttpResponseHeaders trailers) =>
        End(ResponseHeaders.ReadStatus(trailers) ?? new Status(StatusCode.Unknown, "No grpc-status found on response."),
            ResponseHeaders.ToMetadata(trailers));

    private void End(Status status, Metadata trailers, bool cancelledHere = false)
    {
        lock (_lock)
        {
            if (_outcome is not null)
            {
                return;
            }

            _outcome = new Outcome(status, trailers, cancelledHere && channel.ThrowOperationCanceled, options.CancellationToken);
        }

        channel.Unregister(this);
        _cancellation.Unregister();
        _deadlineTimer?.Dispose();
        if (_headers.TrySetException(_outcome.ToException()))
        {
            _ = _headers.Task.Exception; // observed: a caller need not look at the headers
        }

        CallTelemetry.Stop(_activity, status.StatusCode);
        _ended.Cancel();
        _response?.Dispose();
    }
}
