using System.Diagnostics;
using Arena.ServiceDefaults.Health;
using OpenTelemetry;

namespace Arena.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps health probes out of the traces: the server's span, what it caused in this process (database, cache), and the spans of our own
/// outgoing probes; and <see cref="BackgroundWork"/>. A processor and not a sampler, because the path is not known yet when the server's span starts.
/// </summary>
internal sealed class ProbeSpanFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (IsProbe(data) || BackgroundWork.Contains(data))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    private static bool IsProbe(Activity span)
    {
        for (var current = span; current is not null; current = current.Parent)
        {
            if (current.GetCustomProperty(RequestSpanMiddleware.ProbeProperty) is not null)
            {
                return true;
            }
        }

        return span.Kind == ActivityKind.Client
            && span.GetTagItem("url.full") is string url
            && Uri.TryCreate(url, UriKind.Absolute, out var address)
            && ProbePaths.Contains(address.AbsolutePath);
    }
}
