using System.ComponentModel.DataAnnotations;

namespace Arena.ServiceDefaults.Admin;

/// <summary>The key that opens a service's admin endpoints. Without one they stay closed.</summary>
public sealed class AdminKeyOptions
{
    public const string Section = "Arena:Admin";

    /// <summary>At least 16 characters, so that nobody guesses it.</summary>
    [MinLength(16, ErrorMessage = $"{Section}:Key must have at least 16 characters.")]
    public string? Key { get; set; }
}
