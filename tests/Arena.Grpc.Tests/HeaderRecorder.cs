using System.Collections.Concurrent;

namespace Arena.GrpcTests;

/// <summary>Notes the encodings of what passes.</summary>
internal sealed class HeaderRecorder : DelegatingHandler
{
    public ConcurrentQueue<string> Encodings { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Encodings.Enqueue($"{Of(request.Headers)} → {Of(response.Headers)}");
        return response;
    }

    private static string Of(System.Net.Http.Headers.HttpHeaders headers) =>
        headers.TryGetValues("grpc-encoding", out var values) ? string.Join(',', values) : "identity";
}
