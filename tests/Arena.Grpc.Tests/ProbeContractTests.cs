using Grpc.Net.Client;
using Microsoft.AspNetCore.TestHost;

namespace Arena.GrpcTests;

public sealed class Dotnet_to_dotnet_over_Kestrel : ProbeContract, IAsyncLifetime
{
    private ProbeHost _plain = null!;
    private ProbeHost _gzip = null!;

    public async ValueTask InitializeAsync()
    {
        _plain = await ProbeHost.StartKestrelAsync();
        _gzip = await ProbeHost.StartKestrelAsync(options => options.ResponseCompressionAlgorithm = "gzip");
    }

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _gzip.DisposeAsync();
    }

    private protected override GrpcChannel Connect(bool gzip, Action<GrpcChannelOptions>? configure, HeaderRecorder? recorder) =>
        Open((gzip ? _gzip : _plain).Address, new SocketsHttpHandler(), configure, recorder);

    private protected override Task ServerSawCancellationAsync(string name) => _plain.Log.CancelledAsync(name);
}

public sealed class Dotnet_to_dotnet_in_memory : ProbeContract, IAsyncLifetime
{
    private ProbeHost _plain = null!;
    private ProbeHost _gzip = null!;

    public async ValueTask InitializeAsync()
    {
        _plain = await ProbeHost.StartInMemoryAsync();
        _gzip = await ProbeHost.StartInMemoryAsync(options => options.ResponseCompressionAlgorithm = "gzip");
    }

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _gzip.DisposeAsync();
    }

    private protected override GrpcChannel Connect(bool gzip, Action<GrpcChannelOptions>? configure, HeaderRecorder? recorder)
    {
        var server = (gzip ? _gzip : _plain).App.GetTestServer();
        return Open(server.BaseAddress, server.CreateHandler(), configure, recorder);
    }

    private protected override Task ServerSawCancellationAsync(string name) => _plain.Log.CancelledAsync(name);
}

public sealed class Dotnet_to_grpc_js(NodePeer peer) : ProbeContract
{
    /// <summary>The server of grpc-js reads compressed messages and writes none.</summary>
    private protected override string GzipReplyEncoding => "identity";

    private protected override GrpcChannel Connect(bool gzip, Action<GrpcChannelOptions>? configure, HeaderRecorder? recorder) =>
        Open(peer.Server, new SocketsHttpHandler(), configure, recorder);

    private protected override Task ServerSawCancellationAsync(string name) => peer.RunAsync("cancelled", new { name }, Test);
}
