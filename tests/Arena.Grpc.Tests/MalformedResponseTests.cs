using Arena.GrpcTests.Probing;
using Grpc.Core;
using Grpc.Net.Client;

namespace Arena.GrpcTests;

/// <summary>Our client against a server that breaks the protocol (<c>Peer/raw-server.mjs</c>).</summary>
public sealed class MalformedResponseTests(NodePeer peer)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("BadFlag", StatusCode.Internal)]
    [InlineData("Cut", StatusCode.Internal)]
    [InlineData("CutHeader", StatusCode.Internal)]
    [InlineData("Garbage", StatusCode.Internal)]
    [InlineData("CompressedWithoutEncoding", StatusCode.Internal)]
    [InlineData("TwoMessages", StatusCode.Internal)]
    [InlineData("NoMessage", StatusCode.Internal)]
    [InlineData("NoStatus", StatusCode.Unknown)]
    [InlineData("OddStatus", StatusCode.Unknown)]
    [InlineData("Html", StatusCode.Unknown)]
    [InlineData("Drop", StatusCode.Unavailable)]
    public async Task A_broken_response_has_the_status_that_the_protocol_gives_it(string behaviour, StatusCode expected)
    {
        using var channel = GrpcChannel.ForAddress(peer.RawServer);
        Assert.Equal(expected, (await CallAsync(channel, behaviour, code: 0)).StatusCode);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(418, StatusCode.Unknown)]
    public async Task An_HTTP_status_without_a_gRPC_status_is_mapped(int http, StatusCode expected)
    {
        using var channel = GrpcChannel.ForAddress(peer.RawServer);
        Assert.Equal(expected, (await CallAsync(channel, "Http", http)).StatusCode);
    }

    [Theory]
    [InlineData(0x1, StatusCode.Internal)]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task A_reset_of_the_stream_is_mapped(int errorCode, StatusCode expected)
    {
        using var channel = GrpcChannel.ForAddress(peer.RawServer);
        Assert.Equal(expected, (await CallAsync(channel, "Reset", errorCode)).StatusCode);
    }

    [Fact]
    public async Task A_status_in_the_headers_is_the_end_of_the_call()
    {
        using var channel = GrpcChannel.ForAddress(peer.RawServer);
        var exception = await CallAsync(channel, "TrailersOnly", code: 0);

        Assert.Equal(
            (StatusCode.NotFound, "gone ü%ZZ", "here"), (exception.StatusCode, exception.Status.Detail, exception.Trailers.GetValue("x-note")));
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        using var closed = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://{closed.LocalEndpoint}";
        closed.Stop();
        using var channel = GrpcChannel.ForAddress(address);

        Assert.Equal(StatusCode.Unavailable, (await CallAsync(channel, "Echo", code: 0)).StatusCode);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_stream_is_unavailable()
    {
        await using var victim = new NodePeer();
        await victim.InitializeAsync();
        using var channel = GrpcChannel.ForAddress(victim.Server);
        using var call = new Probe.ProbeClient(channel).Count(new ProbeRequest { Count = 3, Hang = "dying" }, cancellationToken: Test);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(Test));
        }

        victim.Kill();

        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test));
        Assert.Equal((StatusCode.Unavailable, StatusCode.Unavailable), (exception.StatusCode, call.GetStatus().StatusCode));
    }

    [Fact]
    public async Task A_compressed_response_is_read()
    {
        using var channel = GrpcChannel.ForAddress(peer.RawServer);
        using var call = Begin(channel, "Gzip", code: 0);

        Assert.Equal(new string('z', 1000), (await call).Payload.ToStringUtf8());
    }

    private static async Task<RpcException> CallAsync(GrpcChannel channel, string behaviour, int code)
    {
        using var call = Begin(channel, behaviour, code);
        return await Assert.ThrowsAsync<RpcException>(async () => await call);
    }

    private static AsyncUnaryCall<ProbeReply> Begin(GrpcChannel channel, string behaviour, int code)
    {
        var request = Marshallers.Create<ProbeReply>(
            (message, context) => context.Complete(Google.Protobuf.MessageExtensions.ToByteArray(message)),
            context => ProbeReply.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));
        var method = new Method<ProbeReply, ProbeReply>(MethodType.Unary, "raw", behaviour, request, request);
        var headers = new Metadata { { "x-code", $"{code}" } };
        return channel.CreateCallInvoker().AsyncUnaryCall(
            method, host: null, new CallOptions(headers, cancellationToken: Test), new ProbeReply());
    }
}
