namespace Arena.ServiceDefaults.Health;

/// <summary>Paths that machines poll: never traced.</summary>
public static class ProbePaths
{
    /// <summary>Ready to serve: every check.</summary>
    public const string Health = "/health";

    /// <summary>The process works.</summary>
    public const string Alive = "/alive";

    /// <summary>Whether <paramref name="path"/> is one of the two.</summary>
    public static bool Contains(string? path) => path is Health or Alive;
}
