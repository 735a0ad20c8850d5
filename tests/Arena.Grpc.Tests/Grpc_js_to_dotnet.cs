using System.Text.Json.Nodes;
using Arena.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.GrpcTests;

/// <summary>The reference client against our server.</summary>
public sealed class Grpc_js_to_dotnet(NodePeer peer) : IAsyncLifetime
{
    private ProbeHost _plain = null!;
    private ProbeHost _gzip = null!;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

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

    public static TheoryData<int> Codes => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_status_arrives_with_its_message_and_details(int code)
    {
        var failure = new { code, message = "50 % sûr, ☃\n", details = "00ff" };

        var unary = await RunAsync("echo", new { address = _plain.Authority, request = new { failure } });
        var stream = await RunAsync("count", new { address = _plain.Authority, request = new { failure, count = 2 } });

        var status = $$$"""{"code":{{{code}}},"details":"50 % sûr, ☃\n","trailers":{"grpc-status-details-bin":"00ff"}}""";
        AssertJson(status, WithoutServerHeaders(unary["status"]!));
        AssertJson($$"""{"status":{{status}},"received":2,"inOrder":true,"bytes":0}""", stream);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4 * 1024 * 1024 - 64)]
    public async Task A_payload_comes_back_unchanged(int size)
    {
        var result = await RunAsync("echo", new { address = _plain.Authority, size, receiveLimit = 8 * 1024 * 1024 });

        AssertJson($$"""{"code":0,"details":"","same":true,"size":{{size}}}""", new JsonObject
        {
            ["code"] = result["status"]!["code"]!.DeepClone(),
            ["details"] = result["status"]!["details"]!.DeepClone(),
            ["same"] = result["same"]!.DeepClone(),
            ["size"] = result["reply"]!["size"]!.DeepClone(),
        });
    }

    [Fact]
    public async Task Ten_thousand_messages_arrive_in_order()
    {
        var result = await RunAsync("count", new { address = _plain.Authority, request = new { count = 10_000, reply_size = 100 } });

        AssertJson("""{"status":{"code":0,"details":"","trailers":{}},"received":10000,"inOrder":true,"bytes":1000000}""", result);
    }

    [Fact]
    public async Task Gzip_compresses_both_ways()
    {
        var echo = await RunAsync("echo", new { address = _gzip.Authority, gzip = true, size = 100_000 });
        var count = await RunAsync("count", new { address = _gzip.Authority, gzip = true, request = new { count = 3, reply_size = 1000 } });

        Assert.Equal(("gzip", true), (echo["reply"]!["metadata"]!["grpc-encoding"]!.GetValue<string>(), echo["same"]!.GetValue<bool>()));
        AssertJson("""{"status":{"code":0,"details":"","trailers":{}},"received":3,"inOrder":true,"bytes":3000}""", count);
    }

    [Fact]
    public async Task Metadata_travels_both_ways_in_text_and_in_bytes()
    {
        var metadata = new Dictionary<string, object>
        {
            ["x-text"] = new[] { "one", "two" },
            ["x-data-bin"] = "000102feff",
            ["t-text"] = "three",
            ["t-data-bin"] = "07",
        };

        var result = await RunAsync("echo", new { address = _plain.Authority, metadata });

        var seen = result["reply"]!["metadata"]!;
        var headers = result["headers"]!;
        Assert.Equal(
            ("one,two", "000102feff", "one,two", "000102feff"),
            (Text(seen["x-text"]), Text(seen["x-data-bin"]), Text(headers["x-text"]), Text(headers["x-data-bin"])));
        AssertJson("""{"t-text":"three","t-data-bin":"07"}""", result["status"]!["trailers"]!);

        // Where values are joined, HTTP allows a space.
        static string? Text(JsonNode? value) => ((string?)value)?.Replace(", ", ",", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_ends_the_call_and_the_handler_hears_of_it()
    {
        var time = new ManualTimeProvider();
        await using var host = await ProbeHost.StartKestrelAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var calling = RunAsync("echo", new { address = host.Authority, timeout = 3_600_000, request = new { hang = "deadline" } });
        await host.Log.Entered.WaitAsync(Test);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(4, (await calling)["status"]!["code"]!.GetValue<int>());
        await host.Log.CancelledAsync("deadline").WaitAsync(Test);
    }

    [Fact]
    public async Task Cancelling_a_call_reaches_the_handler()
    {
        var metadata = new Dictionary<string, string> { ["x-begun"] = "yes" };
        var unary = await RunAsync("echo", new { address = _plain.Authority, cancel = true, metadata, request = new { hang = "unary" } });
        var stream = await RunAsync("count", new { address = _plain.Authority, cancelAfter = 3, request = new { count = 3, hang = "stream" } });

        Assert.Equal((1, 1, 3), (unary["status"]!["code"]!.GetValue<int>(), stream["status"]!["code"]!.GetValue<int>(), stream["received"]!.GetValue<int>()));
        await _plain.Log.CancelledAsync("unary").WaitAsync(Test);
        await _plain.Log.CancelledAsync("stream").WaitAsync(Test);
    }

    [Theory]
    [InlineData("/arena.grpc.probe.v1.Probe/Nothing", "Method is unimplemented.")]
    [InlineData("/no.such.Service/Echo", "Service is unimplemented.")]
    public async Task An_unknown_method_is_unimplemented(string path, string message)
    {
        var result = await RunAsync("unknown", new { address = _plain.Authority, path });

        Assert.Equal((12, message), (result["status"]!["code"]!.GetValue<int>(), result["status"]!["details"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_request_over_the_limit_is_refused()
    {
        var result = await RunAsync("echo", new { address = _plain.Authority, size = 4 * 1024 * 1024 });

        Assert.Equal(8, result["status"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Requests_stream_and_both_sides_stream()
    {
        var sum = await RunAsync("sum", new { address = _plain.Authority, numbers = Enumerable.Range(1, 100) });
        var chat = await RunAsync("chat", new { address = _plain.Authority, texts = new[] { "a", "b", "c" } });

        AssertJson("""{"status":{"code":0,"details":"","trailers":{}},"number":5050}""", sum);
        AssertJson("""{"status":{"code":0,"details":"","trailers":{}},"answers":["0:a","1:b","2:c"]}""", chat);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_a_stream_is_unavailable()
    {
        var host = await ProbeHost.StartKestrelAsync();
        var counting = RunAsync("count", new { address = host.Authority, request = new { count = 3, hang = "dying" } });
        await host.Log.Entered.WaitAsync(Test);

        await host.App.StopAsync(new CancellationToken(canceled: true)); // does not wait for calls: connections are cut
        await host.DisposeAsync();

        var result = await counting;
        Assert.Contains(result["status"]!["code"]!.GetValue<int>(), (int[])[13, 14]);
    }

    private static JsonNode WithoutServerHeaders(JsonNode status)
    {
        // A status without messages is sent in the headers, where Kestrel adds its own.
        var trailers = status["trailers"]!.AsObject();
        foreach (var name in (string[])["content-length", "content-type", "date", "server"])
        {
            trailers.Remove(name);
        }

        return status;
    }

    private static void AssertJson(string expected, JsonNode actual)
    {
        var wanted = JsonNode.Parse(expected)!;
        Assert.True(JsonNode.DeepEquals(wanted, actual), $"Expected {wanted.ToJsonString()}, was {actual.ToJsonString()}");
    }

    private Task<JsonNode> RunAsync(string command, object arguments) => peer.RunAsync(command, arguments, Test);
}
