using System.Net;
using System.Text;
using Arena.Testing;

namespace Arena.Inference.Tests.Drivers;

/// <summary>How a body ends where its bytes do.</summary>
internal enum Ending
{
    /// <summary>In good order.</summary>
    EndOfBody,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing more comes, and the clock runs on.</summary>
    Silence,
}

/// <summary>A server without sockets: gives the bytes of a script, in the pieces of a seed, to whoever asks.</summary>
internal sealed class ScriptedUpstream(ManualTimeProvider time) : HttpMessageHandler
{
    public byte[] Body { get; set; } = [];

    public Ending Ending { get; set; }

    public int Seed { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>Headers of the next answers.</summary>
    public List<(string Name, string Value)> Headers { get; } = [];

    public List<Asked> Requests { get; } = [];

    public List<HttpRequestMessage> TokenRequests { get; } = [];

    /// <summary>Answers calls to Google's tokens; the argument is the form.</summary>
    public Func<string, HttpResponseMessage>? Tokens { get; set; }

    public string Text
    {
        set => Body = Encoding.UTF8.GetBytes(value);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
        {
            TokenRequests.Add(request);
            return Tokens?.Invoke(sent) ?? new(HttpStatusCode.OK) { Content = new StringContent("""{"access_token":"token-1","expires_in":3600,"token_type":"Bearer"}""") };
        }

        Requests.Add(new(request.Method, request.RequestUri, sent, request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)));
        var response = new HttpResponseMessage(Status) { Content = new StreamContent(new PiecesStream(this, new Random(Seed))) };
        foreach (var (name, value) in Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>A call as it was sent.</summary>
    internal sealed record Asked(HttpMethod Method, Uri Url, string Body, Dictionary<string, string> Headers);

    private sealed class PiecesStream(ScriptedUpstream upstream, Random random) : MemoryStream(upstream.Body)
    {
        private const int LargestPiece = 400;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                return await base.ReadAsync(buffer[..Math.Min(random.Next(1, LargestPiece), buffer.Length)], cancellationToken);
            }

            switch (upstream.Ending)
            {
                case Ending.Reset:
                    throw new IOException("reset", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionReset));
                case Ending.Silence:
                    var silence = Task.Delay(Timeout.Infinite, cancellationToken);
                    upstream.LetTimePass();
                    await silence;
                    break;
            }

            return 0;
        }
    }

    private void LetTimePass() => time.Advance(TimeSpan.FromMinutes(2));
}
