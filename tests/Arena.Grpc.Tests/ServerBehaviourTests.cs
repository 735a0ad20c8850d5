using System.Diagnostics;
using System.Net;
using Arena.GrpcTests.Probing;
using Arena.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.GrpcTests;

/// <summary>Deadlines, exceptions, telemetry of our server.</summary>
public sealed class ServerBehaviourTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_ends_a_call_at_its_deadline_while_the_handler_goes_on()
    {
        var time = new ManualTimeProvider();
        await using var host = await ProbeHost.StartKestrelAsync(services: services => services.AddSingleton<TimeProvider>(time));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "/arena.grpc.probe.v1.Probe/Echo"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 2, 0x38, 1]), // ignore_cancel
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.Add("grpc-timeout", "30S");
        var sending = client.SendAsync(request, Test);
        await host.Log.Entered.WaitAsync(Test);

        time.Advance(TimeSpan.FromSeconds(30));

        using var response = await sending;
        Assert.Equal("4", response.Headers.GetValues("grpc-status").Single());
        Assert.False(host.Log.Released.IsCompleted);
        host.Log.Release();
    }

    [Fact]
    public async Task The_client_sends_its_deadline_and_keeps_it_by_its_own_clock()
    {
        var time = new ManualTimeProvider();
        await using var host = await ProbeHost.StartKestrelAsync();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).BuildServiceProvider();
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { ServiceProvider = services });
        var client = new Probe.ProbeClient(channel);
        var deadline = time.GetUtcNow().UtcDateTime.AddSeconds(90);

        var reply = await client.EchoAsync(new ProbeRequest(), deadline: deadline, cancellationToken: Test);
        using var hanging = client.EchoAsync(new ProbeRequest { Hang = "clock" }, deadline: deadline, cancellationToken: Test);
        await host.Log.Entered.WaitAsync(Test);
        time.Advance(TimeSpan.FromSeconds(90));
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await hanging);

        Assert.Equal(("90000000u", StatusCode.DeadlineExceeded), (reply.Metadata["grpc-timeout"], exception.StatusCode));
        await host.Log.CancelledAsync("clock").WaitAsync(Test);
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. InvalidOperationException: the secret of the handler")]
    public async Task An_exception_of_a_handler_is_unknown_and_stays_inside_unless_asked_for(bool detailed, string expected)
    {
        await using var host = await ProbeHost.StartInMemoryAsync(options => options.EnableDetailedErrors = detailed);
        using var channel = Connect(host);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Throw = true }, cancellationToken: Test));

        Assert.Equal((StatusCode.Unknown, expected), (exception.StatusCode, exception.Status.Detail));
    }

    [Fact]
    public async Task A_response_over_the_limit_of_the_server_is_refused()
    {
        await using var host = await ProbeHost.StartInMemoryAsync(options => options.MaxSendMessageSize = 100);
        using var channel = Connect(host);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { ReplySize = 200 }, cancellationToken: Test));

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
    }

    [Fact]
    public async Task A_stream_of_requests_may_be_silent_while_Kestrel_ends_other_slow_requests()
    {
        var rate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
        await using var host = await ProbeHost.StartKestrelAsync(minRequestRate: rate);
        using var channel = GrpcChannel.ForAddress(host.Address);
        using var call = new Probe.ProbeClient(channel).Sum(cancellationToken: Test);
        await call.RequestStream.WriteAsync(new ProbeRequest { Number = 1 }, Test);
        await host.Log.Entered.WaitAsync(Test);

        // The control, on its own connection: as slow, but of a unary method. It began later, so when it ends the rate was enforced.
        using var control = new HttpClient();
        using var slow = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "/arena.grpc.probe.v1.Probe/Echo"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(new NeverEndingStream()),
        };
        slow.Content.Headers.ContentType = new("application/grpc");
        await Assert.ThrowsAnyAsync<Exception>(() => control.SendAsync(slow, Test).WaitAsync(TimeSpan.FromSeconds(60), Test));

        await call.RequestStream.WriteAsync(new ProbeRequest { Number = 2 }, Test);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(3, (await call).Number);
    }

    [Fact]
    public async Task HTTP_1_is_refused()
    {
        await using var host = await ProbeHost.StartInMemoryAsync();
        using var client = host.App.GetTestClient();
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]);
        content.Headers.ContentType = new("application/grpc");

        using var response = await client.PostAsync("/arena.grpc.probe.v1.Probe/Echo", content, Test);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task Response_headers_come_before_the_first_message()
    {
        await using var host = await ProbeHost.StartKestrelAsync();
        using var channel = GrpcChannel.ForAddress(host.Address);
        using var call = new Probe.ProbeClient(channel).Count(new ProbeRequest { Hang = "silent" }, cancellationToken: Test);

        await call.ResponseHeadersAsync.WaitAsync(Test);

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
    }

    [Fact]
    public async Task A_cancelled_call_can_be_an_OperationCanceledException()
    {
        await using var host = await ProbeHost.StartInMemoryAsync();
        var server = host.App.GetTestServer();
        using var channel = GrpcChannel.ForAddress(
            server.BaseAddress, new GrpcChannelOptions { HttpHandler = server.CreateHandler(), ThrowOperationCanceledOnCancellation = true });
        using var cancellation = new CancellationTokenSource();
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Hang = "oce" }, cancellationToken: cancellation.Token);
        await host.Log.Entered.WaitAsync(Test);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
    }

    [Fact]
    public async Task Disposing_a_channel_ends_its_calls()
    {
        await using var host = await ProbeHost.StartKestrelAsync();
        var channel = GrpcChannel.ForAddress(host.Address);
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest { Hang = "channel" }, cancellationToken: Test);
        await host.Log.Entered.WaitAsync(Test);

        channel.Dispose();

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await host.Log.CancelledAsync("channel").WaitAsync(Test);
    }

    [Fact]
    public async Task One_trace_goes_through_client_and_server_and_says_what_was_called()
    {
        using var test = new Activity("test").Start();
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Grpc.Net.Client" or "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == test.TraceId)
                {
                    lock (spans) { spans.Add(activity); }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using (var host = await ProbeHost.StartKestrelAsync())
        {
            using var channel = GrpcChannel.ForAddress(host.Address);
            var reply = await new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest(), cancellationToken: Test);
            Assert.Equal("/arena.grpc.probe.v1.Probe/Echo", reply.Metadata["route"]);
        }

        var client = Assert.Single(spans, span => span.Source.Name == "Grpc.Net.Client");
        var http = Assert.Single(spans, span => span.Source.Name == "System.Net.Http");
        var server = Assert.Single(spans, span => span.Source.Name == "Microsoft.AspNetCore");
        Assert.Equal((test.SpanId, client.SpanId, http.SpanId), (client.ParentSpanId, http.ParentSpanId, server.ParentSpanId));
        foreach (var span in (Activity[])[client, server])
        {
            Assert.Equal(
                ("grpc", "arena.grpc.probe.v1.Probe", "Echo", 0),
                (span.GetTagItem("rpc.system"), span.GetTagItem("rpc.service"), span.GetTagItem("rpc.method"), span.GetTagItem("rpc.grpc.status_code")));
        }
    }

    [Fact]
    public async Task The_server_continues_the_trace_of_a_bare_traceparent()
    {
        await using var host = await ProbeHost.StartKestrelAsync();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { HttpHandler = handler });
        const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var reply = await new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest(), new Metadata { { "traceparent", TraceParent } }, cancellationToken: Test);

        Assert.Equal(TraceParent, reply.Metadata["span"]);
    }

    private static GrpcChannel Connect(ProbeHost host)
    {
        var server = host.App.GetTestServer();
        return GrpcChannel.ForAddress(server.BaseAddress, new GrpcChannelOptions { HttpHandler = server.CreateHandler() });
    }
}
