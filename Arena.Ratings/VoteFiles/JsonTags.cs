using System.Text;
using System.Text.Json;

namespace Arena.Ratings.VoteFiles;

/// <summary>
/// Conditions on a JSON battle. A column is a path: <c>language</c>, <c>category_tag.math_v0.1.math</c>, or without the first part,
/// <c>math_v0.1.math</c>, as the columns of a tag file are named.
/// </summary>
internal static class JsonTags
{
    public static bool Holds(JsonElement battle, Condition condition, VotePlace place)
    {
        var value = Find(battle, condition.Column) ?? (battle.TryGetProperty("category_tag"u8, out var tags) ? Find(tags, condition.Column) : null);
        return value is { } found
            ? condition.Holds(Encoding.UTF8.GetBytes(found.ToString()))
            : throw place.Problem($"there is no field '{condition.Column}', neither here nor in the tags.");
    }

    /// <summary>Property names may hold dots: every split of the path is tried, the shortest first part first.</summary>
    private static JsonElement? Find(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(path, out var value))
        {
            return value;
        }

        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (element.TryGetProperty(path[..dot], out var inner) && Find(inner, path[(dot + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
