using System.Text.RegularExpressions;

namespace Arena.Inference.Configuration;

/// <summary>
/// <c>${NAME}</c> in a setting stands for a variable, so that no file has to hold a key; <c>${NAME:-other}</c> for the other text where
/// it is not set, as a shell has it.
/// </summary>
internal static partial class Variables
{
    /// <summary>The text with the variables filled in; null, with the name, when one is not set.</summary>
    public static string? Expand(string text, IConfiguration variables, out string missing)
    {
        var unset = "";
        var expanded = Reference().Replace(text, reference =>
        {
            var name = reference.Groups["name"].Value;
            if (variables[name] is { Length: > 0 } value)
            {
                return value;
            }

            if (reference.Groups["other"] is { Success: true } other)
            {
                return other.Value;
            }

            unset = name;
            return "";
        });
        missing = unset;
        return missing.Length == 0 ? expanded : null;
    }

    public static string NotSet(string name) => $"{name} is not set";

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<other>[^}]*))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
