namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a name may look like: it becomes part of host names and of environment variables.</summary>
internal static class ResourceNameRules
{
    private const int MaxLength = 64;

    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var valid = name.Length <= MaxLength
            && char.IsAsciiLetter(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal);
        if (!valid)
        {
            throw new ArgumentException(
                $"Resource name '{name}' is invalid: at most {MaxLength} ASCII letters, digits and single hyphens, starting with a letter, not ending with a hyphen.",
                nameof(name));
        }
    }
}
