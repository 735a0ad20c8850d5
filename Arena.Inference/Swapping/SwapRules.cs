namespace Arena.Inference.Swapping;

/// <summary>The bounds that a <see cref="SwapScheduler"/> keeps.</summary>
/// <param name="VramMib">Video memory in MiB; 0: not counted.</param>
/// <param name="MaxLoaded">Most models in memory; 0: as many as fit.</param>
/// <param name="Order">In which order requests are served.</param>
/// <param name="MinResidence">How long a loaded model stays at least, unless somebody has waited for <paramref name="MaxWait"/>.</param>
/// <param name="MaxWait">After this wait no new request goes to the model that is in the way.</param>
/// <param name="QueueTimeout">After this wait a request is turned away.</param>
/// <param name="MaxQueue">Most requests that wait.</param>
/// <param name="FailuresBeforeQuarantine">Failed loads in a row after which a model is left alone for long.</param>
/// <param name="QuarantineTime">How long at first; doubles with each further failure.</param>
internal sealed record SwapRules(
    int VramMib,
    int MaxLoaded,
    QueueOrder Order,
    TimeSpan MinResidence,
    TimeSpan MaxWait,
    TimeSpan QueueTimeout,
    int MaxQueue,
    int FailuresBeforeQuarantine,
    TimeSpan QuarantineTime)
{
    /// <summary>How long a model is kept for a request of a group that is announced but has not come.</summary>
    public static readonly TimeSpan GroupHold = TimeSpan.FromSeconds(2);

    /// <summary>How long a model is left in peace after its node refused to unload it.</summary>
    public static readonly TimeSpan UnloadRetry = TimeSpan.FromSeconds(1);
}

internal enum QueueOrder
{
    /// <summary>Requests for a loaded model join it, so that A B A B becomes A A B B, within <see cref="SwapRules.MaxWait"/>.</summary>
    Collate,

    /// <summary>Strictly in the order of arrival: nobody overtakes, whatever is loaded.</summary>
    FirstCome,
}

/// <summary>A model as the scheduler has to know it.</summary>
/// <param name="Name">The name that the node knows it by.</param>
/// <param name="VramMib">Video memory that it takes.</param>
/// <param name="Pinned">Never unloaded for another.</param>
/// <param name="ExpectedLoad">What a load is thought to take until one was measured.</param>
internal sealed record SwapModel(string Name, int VramMib, bool Pinned, TimeSpan ExpectedLoad);
