using System.ComponentModel.DataAnnotations;

namespace Arena.AppHost.Restarts;

/// <summary>How resources that ended without being asked to are brought back.</summary>
internal sealed class RestartOptions : IValidatableObject
{
    public const string Section = "Arena:Restart";

    /// <summary>Whether they are brought back at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Before the first attempt; each further one waits twice as long.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ends in a row after which it is a crash loop.</summary>
    [Range(1, 1000)]
    public int CrashLoopAfter { get; set; } = 5;

    /// <summary>Who ran as long as this begins anew with the first delay.</summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstDelay <= TimeSpan.Zero || MaxDelay < FirstDelay)
        {
            yield return new($"{Section}:FirstDelay must be positive and at most {Section}:MaxDelay.");
        }
    }
}
