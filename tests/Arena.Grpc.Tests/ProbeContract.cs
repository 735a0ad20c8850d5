using Arena.GrpcTests.Probing;
using Arena.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.GrpcTests;

/// <summary>What a call does, whatever server is at the other end.</summary>
public abstract class ProbeContract
{
    private const int FourMegabytes = 4 * 1024 * 1024;

    protected static CancellationToken Test => TestContext.Current.CancellationToken;

    /// <summary>Of responses of a server that was told to compress.</summary>
    private protected virtual string GzipReplyEncoding => "gzip";

    /// <summary>Comes back in the response headers, which tells that the handler has begun: only then is there something to cancel.</summary>
    private static Metadata Begun => new() { { "x-begun", "yes" } };

    private static string Unique => Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Every_status_arrives_with_its_message_and_details()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        var client = new Probe.ProbeClient(channel);
        var expected = new List<(StatusCode, string, string)>();
        var seen = new List<(StatusCode, string, string)>();
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            var failure = new Failure
            {
                Code = (int)code,
                Message = $"50 % sûr, ☃\n({code})",
                Details = ByteString.CopyFrom(0, (byte)code, 255),
            };
            expected.Add((code, failure.Message, Convert.ToHexString(failure.Details.Span)));
            var unary = await Assert.ThrowsAsync<RpcException>(
                async () => await client.EchoAsync(new ProbeRequest { Failure = failure }, cancellationToken: Test));
            seen.Add(Describe(unary));
            using var call = client.Count(new ProbeRequest { Count = 2, Failure = failure }, cancellationToken: Test);
            var messages = 0;
            var streamed = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                await foreach (var _ in call.ResponseStream.ReadAllAsync(Test))
                {
                    messages++;
                }
            });
            var (status, trailers) = (call.GetStatus(), call.GetTrailers());
            Assert.Equal(
                (2, Describe(unary), Describe(unary)),
                (messages, Describe(streamed), (status.StatusCode, status.Detail, Details(trailers))));
        }

        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(FourMegabytes - 4096)]
    public async Task A_payload_comes_back_unchanged(int size)
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        var payload = ByteString.CopyFrom([.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))]);
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Payload = payload }, cancellationToken: Test);

        var reply = await call;

        Assert.Equal((payload, StatusCode.OK), (reply.Payload, call.GetStatus().StatusCode));
    }

    [Fact]
    public async Task Ten_thousand_messages_arrive_in_order()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var call = new Probe.ProbeClient(channel).Count(new ProbeRequest { Count = 10_000, ReplySize = 100 }, cancellationToken: Test);
        var numbers = new List<long>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync(Test))
        {
            numbers.Add(reply.Number);
        }

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (long)i), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Gzip_compresses_both_ways()
    {
        var recorder = new HeaderRecorder();
        using var channel = Connect(gzip: true, configure: null, recorder);
        var client = new Probe.ProbeClient(channel);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var payload = ByteString.CopyFrom(new byte[200_000]);

        var reply = await client.EchoAsync(new ProbeRequest { Payload = payload }, headers, cancellationToken: Test);
        using var call = client.Count(new ProbeRequest { Count = 3, ReplySize = 1000 }, headers, cancellationToken: Test);
        var sizes = new List<int>();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Test))
        {
            sizes.Add(message.Payload.Length);
        }

        Assert.Equal(payload, reply.Payload);
        Assert.Equal([1000, 1000, 1000], sizes);
        Assert.Equal(Enumerable.Repeat($"gzip → {GzipReplyEncoding}", 2), recorder.Encodings);
    }

    [Fact]
    public async Task Metadata_travels_both_ways_in_text_and_in_bytes()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        byte[] bytes = [0, 1, 2, 254, 255];
        var sent = new Metadata
        {
            { "x-text", "one" }, { "x-text", "two" }, { "x-data-bin", bytes }, { "t-text", "three" }, { "t-data-bin", [7] },
        };
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest(), sent, cancellationToken: Test);

        var headers = await call.ResponseHeadersAsync;
        var reply = await call;

        Assert.Equal(
            ("one,two", "000102feff", "three", "07"),
            (Seen("x-text").Replace(" ", "", StringComparison.Ordinal), Seen("x-data-bin"), Seen("t-text"), Seen("t-data-bin")));
        Assert.Equal("one,two", string.Join(',', headers.GetAll("x-text").Select(entry => entry.Value)).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(bytes, headers.GetValueBytes("x-data-bin"));
        Assert.Equal("three", call.GetTrailers().GetValue("t-text"));
        Assert.Equal([7], call.GetTrailers().GetValueBytes("t-data-bin"));

        string Seen(string key) => reply.Metadata.TryGetValue(key, out var value) ? value : "missing";
    }

    [Fact]
    public async Task A_deadline_ends_the_call_and_the_server_hears_of_it()
    {
        var time = new ManualTimeProvider();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).BuildServiceProvider();
        using var channel = Connect(gzip: false, options => options.ServiceProvider = services, recorder: null);
        var name = Unique;
        using var call = new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest { Hang = name }, Begun, time.GetUtcNow().UtcDateTime.AddHours(1), Test);
        await call.ResponseHeadersAsync.WaitAsync(Test);

        time.Advance(TimeSpan.FromHours(1));

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await ServerSawCancellationAsync(name).WaitAsync(Test);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        var recorder = new HeaderRecorder();
        using var channel = Connect(gzip: false, configure: null, recorder);
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest(), deadline: DateTime.UnixEpoch, cancellationToken: Test));

        Assert.Equal((StatusCode.DeadlineExceeded, 0), (exception.StatusCode, recorder.Encodings.Count));
    }

    [Fact]
    public async Task Cancelling_a_unary_call_reaches_the_server()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var cancellation = new CancellationTokenSource();
        var name = Unique;
        using var call = new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest { Hang = name }, Begun, cancellationToken: cancellation.Token);
        await call.ResponseHeadersAsync.WaitAsync(Test);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await ServerSawCancellationAsync(name).WaitAsync(Test);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_or_disposing_a_stream_reaches_the_server(bool dispose)
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var cancellation = new CancellationTokenSource();
        var name = Unique;
        using var call = new Probe.ProbeClient(channel).Count(
            new ProbeRequest { Count = 3, Hang = name }, cancellationToken: cancellation.Token);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(Test));
        }

        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            if (dispose)
            {
                call.Dispose(); // nobody reads: the request has to be ended all the same
                await ServerSawCancellationAsync(name).WaitAsync(TimeSpan.FromSeconds(30), Test);
                await call.ResponseStream.MoveNext(Test);
            }
            else
            {
                var next = call.ResponseStream.MoveNext(Test);
                await cancellation.CancelAsync();
                await next;
            }
        });
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await ServerSawCancellationAsync(name).WaitAsync(Test);
    }

    [Theory]
    [InlineData("arena.grpc.probe.v1.Probe", "Nothing")]
    [InlineData("no.such.Service", "Echo")]
    public async Task An_unknown_method_is_unimplemented(string service, string name)
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        var marshaller = Marshallers.Create(_ => Array.Empty<byte>(), bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, marshaller, marshaller);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, host: null, new CallOptions(cancellationToken: Test), []);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Fact]
    public async Task Messages_over_a_limit_are_refused_wherever_the_limit_is()
    {
        using var receiving = Connect(gzip: false, options => options.MaxReceiveMessageSize = 1000, recorder: null);
        using var sending = Connect(gzip: false, options => options.MaxSendMessageSize = 1000, recorder: null);
        using var unlimited = Connect(gzip: false, configure: null, recorder: null);
        var large = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[2000]) };
        var huge = new ProbeRequest { Payload = ByteString.CopyFrom(new byte[FourMegabytes + 1]) };
        using var stream = new Probe.ProbeClient(receiving).Count(new ProbeRequest { Count = 1, ReplySize = 2000 }, cancellationToken: Test);

        var codes = new List<StatusCode>
        {
            (await Assert.ThrowsAsync<RpcException>(() => new Probe.ProbeClient(receiving).EchoAsync(large, cancellationToken: Test).ResponseAsync)).StatusCode,
            (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Test))).StatusCode,
            (await Assert.ThrowsAsync<RpcException>(() => new Probe.ProbeClient(sending).EchoAsync(large, cancellationToken: Test).ResponseAsync)).StatusCode,
            (await Assert.ThrowsAsync<RpcException>(() => new Probe.ProbeClient(unlimited).EchoAsync(huge, cancellationToken: Test).ResponseAsync)).StatusCode,
        };

        Assert.Equal(Enumerable.Repeat(StatusCode.ResourceExhausted, 4), codes);
    }

    [Fact]
    public async Task A_stream_of_requests_has_one_response()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var call = new Probe.ProbeClient(channel).Sum(cancellationToken: Test);
        for (var i = 1; i <= 100; i++)
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Number = i }, Test);
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(5050, (await call).Number);
    }

    [Fact]
    public async Task Both_sides_stream_in_turn()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Test);
        var answers = new List<string>();
        foreach (var text in (string[])["a", "b", "c"])
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Payload = ByteString.CopyFromUtf8(text) }, Test);
            Assert.True(await call.ResponseStream.MoveNext(Test));
            answers.Add($"{call.ResponseStream.Current.Number}:{call.ResponseStream.Current.Payload.ToStringUtf8()}");
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext(Test));
        Assert.Equal(["0:a", "1:b", "2:c"], answers);
    }

    [Fact]
    public async Task Cancelling_a_conversation_reaches_the_server()
    {
        using var channel = Connect(gzip: false, configure: null, recorder: null);
        using var call = new Probe.ProbeClient(channel).Chat(cancellationToken: Test);
        await call.RequestStream.WriteAsync(new ProbeRequest(), Test);
        Assert.True(await call.ResponseStream.MoveNext(Test));

        call.Dispose();

        var exception = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new ProbeRequest(), Test));
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await ServerSawCancellationAsync("chat").WaitAsync(Test);
    }

    /// <summary>A channel to the server under test; with <paramref name="gzip"/> to one that compresses.</summary>
    private protected abstract GrpcChannel Connect(bool gzip, Action<GrpcChannelOptions>? configure, HeaderRecorder? recorder);

    private protected abstract Task ServerSawCancellationAsync(string name);

    private protected static GrpcChannel Open(
        Uri address, HttpMessageHandler handler, Action<GrpcChannelOptions>? configure, HeaderRecorder? recorder)
    {
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        if (recorder is not null)
        {
            recorder.InnerHandler = handler;
            options.HttpHandler = recorder;
        }

        configure?.Invoke(options);
        return GrpcChannel.ForAddress(address, options);
    }

    private static (StatusCode, string, string) Describe(RpcException exception) =>
        (exception.StatusCode, exception.Status.Detail, Details(exception.Trailers));

    private static string Details(Metadata trailers) => Convert.ToHexString(trailers.GetValueBytes("grpc-status-details-bin") ?? []);
}
