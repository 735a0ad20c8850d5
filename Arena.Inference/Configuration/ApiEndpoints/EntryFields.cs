using System.Text.Json;

namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>
/// The fields of one entry. <c>${NAME}</c> stands for a variable in every text; the names of those that are not set are kept, so that all
/// of them can be told at once.
/// </summary>
internal sealed class EntryFields(JsonElement entry, IConfiguration variables)
{
    private readonly SortedSet<string> _unset = new(StringComparer.Ordinal);

    /// <summary>Why the entry cannot be used: the variables that are not set; null when all are.</summary>
    public string? Missing => _unset.Count == 0 ? null : string.Join(", ", _unset.Select(Variables.NotSet));

    public IEnumerable<JsonProperty> All => entry.EnumerateObject();

    /// <summary>Null when the field is absent, blank, or a variable in it is not set.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public string? Text(string name)
    {
        if (Raw(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            throw new InvalidDataException($"{name} is not a text");
        }

        var text = Variables.Expand(value.GetString()!, variables, out var unset);
        if (text is null)
        {
            _unset.Add(unset);
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A switch; null when the field is absent.</summary>
    /// <exception cref="InvalidDataException">It is something else than true or false.</exception>
    public bool? Flag(string name) =>
        Raw(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new InvalidDataException($"{name} is neither true nor false");

    /// <summary>A number of things; null when the field is absent.</summary>
    /// <exception cref="InvalidDataException">It is something else than a whole number above 0.</exception>
    public int? Count(string name) =>
        Raw(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var count) && count > 0 ? count
        : throw new InvalidDataException($"{name} is not a whole number above 0");

    /// <summary>Fields within; null when the field is absent.</summary>
    /// <exception cref="InvalidDataException">It is something else than an object.</exception>
    public JsonElement? Object(string name) =>
        Raw(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Object ? value
        : throw new InvalidDataException($"{name} is not an object");

    /// <summary>Null when the field is absent or null.</summary>
    public JsonElement? Raw(string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
