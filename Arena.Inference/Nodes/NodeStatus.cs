namespace Arena.Inference.Nodes;

internal enum NodeStatus
{
    /// <summary>Not probed yet.</summary>
    Unknown,

    Up,

    /// <summary>In doubt: a connection failed or a probe was missed. Used only where nothing better is there.</summary>
    Suspect,

    /// <summary>Not asked.</summary>
    Down,
}
