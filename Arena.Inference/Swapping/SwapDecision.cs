namespace Arena.Inference.Swapping;

/// <summary>What is to be done now. The scheduler has already taken it into account.</summary>
internal abstract record SwapDecision
{
    /// <summary>The model is loaded and stays so until the ticket is released.</summary>
    public sealed record Grant(long Ticket) : SwapDecision;

    /// <summary>The ticket is out of the queue.</summary>
    public sealed record Reject(long Ticket, RejectReason Reason, string Detail) : SwapDecision;

    /// <summary>To be answered by <see cref="SwapScheduler.LoadCompleted"/> or <see cref="SwapScheduler.LoadFailed"/>.</summary>
    public sealed record Load(string Model, SwapOrigin Origin) : SwapDecision;

    /// <summary>To be answered by <see cref="SwapScheduler.UnloadCompleted"/> or <see cref="SwapScheduler.UnloadFailed"/>.</summary>
    public sealed record Unload(string Model, string For, SwapOrigin Origin) : SwapDecision;
}

internal enum RejectReason
{
    /// <summary>It waited for <see cref="SwapRules.QueueTimeout"/>.</summary>
    TimedOut,

    /// <summary>Too many wait already.</summary>
    QueueFull,

    /// <summary>The model is larger than what the node can free.</summary>
    DoesNotFit,

    /// <summary>The model could not be loaded.</summary>
    LoadFailed,

    /// <summary>The node takes no more requests.</summary>
    Closed,
}
