namespace Arena.Router.Pairing;

/// <summary>Two different models, in no order: <see cref="First"/> is the smaller id.</summary>
internal sealed record ModelPair
{
    private const char Separator = '\n';

    public ModelPair(string one, string other)
    {
        var order = string.CompareOrdinal(one, other);
        if (order == 0)
        {
            throw new ArgumentException($"Model '{one}' cannot meet itself.", nameof(other));
        }

        (First, Second) = order < 0 ? (one, other) : (other, one);
    }

    public string First { get; }

    public string Second { get; }

    /// <summary>The pair as one string, for stores.</summary>
    public string Key => $"{First}{Separator}{Second}";

    /// <summary>Who sits where.</summary>
    public (string Left, string Right) Seated(bool firstIsLeft) => firstIsLeft ? (First, Second) : (Second, First);

    /// <summary>The inverse of <see cref="Key"/>.</summary>
    public static ModelPair FromKey(string key)
    {
        var at = key.IndexOf(Separator, StringComparison.Ordinal);
        return new(key[..at], key[(at + 1)..]);
    }

    /// <summary>Every pair that may meet: both models available, and not of one variant group.</summary>
    public static IReadOnlyList<ModelPair> Among(IReadOnlyList<PoolModel> models)
    {
        var pairs = new List<ModelPair>(models.Count * models.Count / 2);
        for (var i = 0; i < models.Count; i++)
        {
            for (var j = i + 1; j < models.Count; j++)
            {
                if (models[i].MayMeet(models[j]))
                {
                    pairs.Add(new(models[i].Id, models[j].Id));
                }
            }
        }

        return pairs;
    }
}
