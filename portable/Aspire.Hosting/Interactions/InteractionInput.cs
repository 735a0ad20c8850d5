using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting;

/// <summary>A value that a person is asked for, as an argument of a command.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public sealed class InteractionInput
{
    public required string Name { get; init; }

    public required InputType InputType { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public bool EnableDescriptionMarkdown { get; init; }

    public bool Required { get; init; }

    /// <summary>Value to text, of a <see cref="InputType.Choice"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Options { get; set; }

    /// <summary>Whether a choice takes values that are not among its options.</summary>
    public bool AllowCustomChoice { get; init; }

    public string? Placeholder { get; init; }

    public int? MaxLength { get; init; }

    public bool Disabled { get; set; }

    public string? Value { get; set; }
}

/// <summary>What kind of value is asked for.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public enum InputType
{
    Text = 0,
    SecretText = 1,
    Choice = 2,
    Boolean = 3,
    Number = 4,
}
