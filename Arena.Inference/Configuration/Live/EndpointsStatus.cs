namespace Arena.Inference.Configuration.Live;

/// <summary>How the last reading of the file of endpoints went. Thread-safe.</summary>
internal sealed class EndpointsStatus
{
    private volatile Reading? _last;

    /// <summary>Null where there is no file.</summary>
    public Reading? Last => _last;

    public void Read(DateTimeOffset at) => _last = new(at, Error: null);

    /// <summary>What was read before stays in force.</summary>
    public void Failed(string reason) => _last = new(_last?.ReadAt, reason);

    /// <summary>A reading of the file.</summary>
    /// <param name="ReadAt">When what is in force was read.</param>
    /// <param name="Error">Why the file as it is now could not be taken; null when it was.</param>
    internal sealed record Reading(DateTimeOffset? ReadAt, string? Error);
}
