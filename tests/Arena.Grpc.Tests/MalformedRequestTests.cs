using System.Net;
using System.Net.Http.Headers;

namespace Arena.GrpcTests;

/// <summary>Our server against clients that break the protocol.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private ProbeHost _host = null!;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProbeHost.StartKestrelAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("07 00000000", "13 Unexpected compressed flag 7 in the message header.")]
    [InlineData("00 00000064 010203", "13 Incomplete message.")]
    [InlineData("00 00", "13 Incomplete message.")]
    [InlineData("", "13 Incomplete message.")]
    [InlineData("00 00000003 FFFFFF", "13 The message could not be deserialized.")]
    [InlineData("01 00000003 010203", "13 The message is compressed but no grpc-encoding was given.")]
    [InlineData("00 00000000 00 00000000", "13 Additional data after the message received.")]
    [InlineData("00 FFFFFFFF", "8 Received message exceeds the maximum configured message size of 4194304 bytes.")]
    public async Task A_malformed_body_is_refused_in_the_headers(string body, string expected)
    {
        using var response = await PostAsync(Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, StatusIn(response.Headers)));
    }

    [Fact]
    public async Task A_corrupt_gzip_message_is_refused()
    {
        using var response = await PostAsync([1, 0, 0, 0, 3, 1, 2, 3], request => request.Headers.Add("grpc-encoding", "gzip"));

        Assert.Equal("13 The compressed message could not be read.", StatusIn(response.Headers));
    }

    [Fact]
    public async Task A_message_that_grows_over_the_limit_when_decompressed_is_refused()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[64 * 1024 * 1024], Test);
        }

        var length = (int)compressed.Length;
        byte[] body = [1, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. compressed.ToArray()];

        using var response = await PostAsync(body, request => request.Headers.Add("grpc-encoding", "gzip"));

        Assert.StartsWith("8 ", StatusIn(response.Headers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_the_known_ones_are_named()
    {
        using var response = await PostAsync([0, 0, 0, 0, 0], request => request.Headers.Add("grpc-encoding", "snappy"));

        Assert.Equal(
            ("12 Unsupported grpc-encoding value 'snappy'.", "identity,gzip"),
            (StatusIn(response.Headers), string.Join(',', response.Headers.GetValues("grpc-accept-encoding"))));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1x")]
    public async Task A_malformed_timeout_is_refused(string timeout)
    {
        using var response = await PostAsync([0, 0, 0, 0, 0], request => request.Headers.Add("grpc-timeout", timeout));

        Assert.Equal($"13 Malformed grpc-timeout '{timeout}'.", StatusIn(response.Headers));
    }

    [Fact]
    public async Task A_binary_header_that_is_not_base64_is_refused()
    {
        using var response = await PostAsync([0, 0, 0, 0, 0], request => request.Headers.Add("x-data-bin", "*"));

        Assert.Equal("13 The value of 'x-data-bin' is not base64.", StatusIn(response.Headers));
    }

    [Fact]
    public async Task Another_content_type_is_an_HTTP_error()
    {
        using var response = await PostAsync([0, 0, 0, 0, 0], request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("13 Content-Type 'application/json' is not supported.", StatusIn(response.Headers));
    }

    [Fact]
    public async Task Another_path_without_a_gRPC_content_type_is_not_found()
    {
        using var response = await PostAsync(
            [],
            request =>
            {
                request.RequestUri = new Uri(_host.Address, "/api/something");
                request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            });

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_good_call_ends_with_trailers()
    {
        using var response = await PostAsync([0, 0, 0, 0, 0]);
        var body = await response.Content.ReadAsByteArrayAsync(Test);

        Assert.Equal((0, "0 ", false), (body[0], StatusIn(response.TrailingHeaders), response.Headers.Contains("grpc-status")));
    }

    private static string StatusIn(HttpResponseHeaders headers) => headers.TryGetValues("grpc-status", out var status)
        ? $"{status.Single()} {(headers.TryGetValues("grpc-message", out var message) ? message.Single() : "")}"
        : "none";

    private async Task<HttpResponseMessage> PostAsync(byte[] body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Address, "/arena.grpc.probe.v1.Probe/Echo"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        change?.Invoke(request);
        return await _client.SendAsync(request, Test);
    }
}
