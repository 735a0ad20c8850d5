using System.Diagnostics;

namespace Arena.ServiceDefaults.Telemetry;

/// <summary>
/// Work that nobody asked for: polls and probes, every few seconds. Its traces would bury those of people, so they are left out, here and
/// in the services that are called.
/// </summary>
public static class BackgroundWork
{
    /// <summary>Travels with the calls as W3C baggage.</summary>
    private const string Mark = "arena.background";

    /// <summary>What is called until this is disposed of is background work.</summary>
    public static IDisposable Begin() => new Activity(Mark).AddBaggage(Mark, "1").Start();

    internal static bool Contains(Activity span) => span.GetBaggageItem(Mark) is not null;
}
