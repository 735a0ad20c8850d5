using System.Diagnostics;

namespace Arena.Web.Battles;

/// <summary>
/// One battle is one trace: the one of the request that started it. Whatever is done for the battle later, by other requests or by
/// nobody's request, joins it through the context stored with the battle.
/// </summary>
internal static class BattleTracing
{
    public static readonly ActivitySource Source = new("Arena.Web");

    /// <summary>A span in the battle's trace, linked to the request that caused it; null when nobody listens.</summary>
    public static Activity? StartInBattle(string name, string? traceParent, ActivityContext cause)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var battle))
        {
            return Source.StartActivity(name);
        }

        ActivityLink[] links = cause == default || cause.TraceId == battle.TraceId ? [] : [new(cause)];
        return Source.StartActivity(name, ActivityKind.Internal, battle, links: links);
    }
}
