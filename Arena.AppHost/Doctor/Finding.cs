namespace Arena.AppHost.Doctor;

/// <summary>What is true of one part of this machine for the arena.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Verdict">Whether a start can use it.</param>
/// <param name="Found">What was found.</param>
/// <param name="Chosen">What a start will use, and why.</param>
/// <param name="Change">How to have it otherwise.</param>
internal sealed record Finding(string Part, Verdict Verdict, string Found, string Chosen, string Change);

/// <summary>How good a finding is.</summary>
internal enum Verdict
{
    /// <summary>All is there.</summary>
    Good,

    /// <summary>It works, with less than there could be.</summary>
    Lesser,

    /// <summary>A start fails.</summary>
    Broken,
}
