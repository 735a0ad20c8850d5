namespace Arena.Web.Compare.Pacing;

/// <summary>When the text of each answer is shown. Not safe for concurrent use: one loop owns it.</summary>
internal interface IComparisonPace
{
    /// <summary>Something waits to be shown.</summary>
    bool HasPending { get; }

    /// <summary>Position from 1.</summary>
    void Arrive(int position, string text);

    /// <summary>Nothing follows.</summary>
    void Complete(int position);

    /// <summary>All of an answer that is complete was shown.</summary>
    bool IsShown(int position);

    /// <summary>What the next tick shows, by position.</summary>
    IReadOnlyList<(int Position, string Text)> Tick();
}
