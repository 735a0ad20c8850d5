using System.Text;

namespace Arena.Ratings.VoteFiles;

/// <summary>A column must have a value. <c>true</c> is <c>1</c> and <c>false</c> is <c>0</c>, in any case.</summary>
internal sealed class Condition(string column, string value)
{
    private readonly byte[] _value = Encoding.UTF8.GetBytes(value);
    private readonly bool? _truth = Truth(Encoding.UTF8.GetBytes(value));

    public string Column { get; } = column;

    /// <summary>Reads <c>NAME=VALUE</c>; the name ends at the first equals sign.</summary>
    /// <returns>Null when there is no name.</returns>
    public static Condition? Parse(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? new(text[..at], text[(at + 1)..]) : null;

    public bool Holds(ReadOnlySpan<byte> found) => found.SequenceEqual(_value) || (_truth is { } truth && Truth(found) == truth);

    private static bool? Truth(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'1'] => true,
        [(byte)'0'] => false,
        _ when Ascii.EqualsIgnoreCase(text, "true"u8) => true,
        _ when Ascii.EqualsIgnoreCase(text, "false"u8) => false,
        _ => null,
    };
}
