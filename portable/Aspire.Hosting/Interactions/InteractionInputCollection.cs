using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aspire.Hosting;

/// <summary>Inputs, in order and by name.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public sealed class InteractionInputCollection(IReadOnlyList<InteractionInput> inputs) : IReadOnlyList<InteractionInput>
{
    public int Count => inputs.Count;

    public IEnumerable<string> Names => inputs.Select(input => input.Name);

    public InteractionInput this[int index] => inputs[index];

    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public InteractionInput this[string name] => TryGetByName(name, out var input) ? input : throw new KeyNotFoundException($"There is no input named '{name}'.");

    public bool ContainsName(string name) => TryGetByName(name, out _);

    public bool TryGetByName(string name, [NotNullWhen(true)] out InteractionInput? input)
    {
        input = inputs.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        return input is not null;
    }

    public string? GetString(string name) => this[name].Value;

    /// <exception cref="FormatException">The value is no whole number.</exception>
    public int GetInt32(string name) => int.Parse(this[name].Value ?? "", NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The value is no number.</exception>
    public double GetDouble(string name) => double.Parse(this[name].Value ?? "", NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The value is neither <c>true</c> nor <c>false</c>.</exception>
    public bool GetBoolean(string name) => bool.Parse(this[name].Value ?? "");

    public InteractionInput[] ToArray() => [.. inputs];

    public IEnumerator<InteractionInput> GetEnumerator() => inputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
