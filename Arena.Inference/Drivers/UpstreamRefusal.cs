using Arena.Inference.Faults;

namespace Arena.Inference.Drivers;

/// <summary>Reads an answer with another status than 200.</summary>
internal static class UpstreamRefusal
{
    private const int MaxErrorBytes = 64 * 1024;

    public static async Task<UpstreamFaultException> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = new byte[MaxErrorBytes];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception.IsTransportFault())
        {
            // The status alone has to do.
        }

        var error = UpstreamError.Parse(body.AsSpan(0, length));
        return new UpstreamFaultException(error.CauseFor(response.StatusCode), $"HTTP {(int)response.StatusCode}: {error}")
        {
            RetryAfter = RetryHint.Of(response.Headers, body.AsSpan(0, length), now),
        };
    }
}
