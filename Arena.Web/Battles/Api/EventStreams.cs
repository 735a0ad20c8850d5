using Microsoft.Net.Http.Headers;

namespace Arena.Web.Battles.Api;

/// <summary>What every answer of server-sent events has in common.</summary>
internal static class EventStreams
{
    /// <summary>A client whose connection broke comes back after a second; left to itself, a browser takes three or more.</summary>
    public static readonly ReadOnlyMemory<byte> Retry = "retry: 1000\n\n"u8.ToArray();

    /// <summary>A comment: keeps a silent connection open.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ": \n\n"u8.ToArray();

    /// <summary>Nothing on the way may keep, gather, change or compress it.</summary>
    public static void BeginEvents(this HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        response.Headers[HeaderNames.ContentEncoding] = "identity";
    }
}
