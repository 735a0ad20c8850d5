namespace Arena.Inference.Swapping;

/// <summary>One wish to use a model.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Model">The name that the node knows it by.</param>
/// <param name="Origin">Who wants it.</param>
/// <param name="Group">The same in tickets that belong together; null: on its own.</param>
/// <param name="Companions">The other models of the group on this node.</param>
/// <param name="Urgent">Before all others, without regard for <see cref="SwapRules.MinResidence"/>, and without an end to its patience.</param>
internal sealed record SwapTicket(long Id, string Model, SwapOrigin Origin, string? Group, IReadOnlyList<string> Companions, bool Urgent = false);

/// <summary>Why a model is loaded or unloaded.</summary>
internal enum SwapOrigin
{
    /// <summary>Somebody waits for its answer.</summary>
    Request,

    /// <summary>An operator said so.</summary>
    Operator,

    /// <summary>A load at a time of day.</summary>
    Schedule,

    /// <summary>It is used at this time of day, and there was room.</summary>
    Usage,

    /// <summary>A question of ours, to see whether it answers.</summary>
    Canary,
}
