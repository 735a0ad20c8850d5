using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>Calls to one address over HTTP/2. Meant to live long and to be shared.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<IDisposable> _activeCalls = [];
    private readonly ConcurrentDictionary<string, Uri> _uris = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _invoker;
    private readonly bool _disposeInvoker;
    private bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options is { HttpClient: not null, HttpHandler: not null })
        {
            throw new ArgumentException($"Set {nameof(options.HttpClient)} or {nameof(options.HttpHandler)}, not both.", nameof(options));
        }

        Address = address;
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        CompressionProviders = [.. options.CompressionProviders ?? []];
        AcceptEncoding = string.Join(',', CompressionProviders.Select(provider => provider.EncodingName).Prepend(GrpcHeaders.Identity));
        ThrowOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        VersionPolicy = options.HttpVersionPolicy ?? HttpVersionPolicy.RequestVersionExact;
        Time = options.ServiceProvider?.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
        var given = options.HttpClient is not null || options.HttpHandler is not null;
        _disposeInvoker = options.DisposeHttpClient || !given;
        _invoker = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? CreateDefaultHandler(), _disposeInvoker);
    }

    internal Uri Address { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal IReadOnlyList<ICompressionProvider> CompressionProviders { get; }

    internal string AcceptEncoding { get; }

    internal bool ThrowOperationCanceled { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy VersionPolicy { get; }

    internal TimeProvider Time { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <inheritdoc cref="ForAddress(Uri, GrpcChannelOptions)"/>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <param name="address">Scheme (<c>http</c> or <c>https</c>), host and port; a path is ignored.</param>
    /// <param name="channelOptions">Read once.</param>
    /// <exception cref="ArgumentException">The address is not absolute or has another scheme, or the options contradict themselves.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && address.Scheme is "http" or "https"
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"'{address}' is not an absolute http or https address.", nameof(address));
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new HttpClientCallInvoker(this);
    }

    /// <summary>Cancels the calls that are not finished, and closes the connections that the channel made.</summary>
    public void Dispose()
    {
        IDisposable[] calls;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            calls = [.. _activeCalls];
        }

        foreach (var call in calls)
        {
            call.Dispose();
        }

        if (_disposeInvoker)
        {
            _invoker.Dispose();
        }
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _invoker.SendAsync(request, cancellationToken);

    internal Uri GetUri(IMethod method) => _uris.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), Address);

    internal void Register(IDisposable call)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _activeCalls.Add(call);
        }
    }

    internal void Unregister(IDisposable call)
    {
        lock (_lock)
        {
            _activeCalls.Remove(call);
        }
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateDefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true, // otherwise the server's limit of streams is the limit of concurrent calls
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    };
}
