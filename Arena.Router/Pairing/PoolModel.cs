namespace Arena.Router.Pairing;

/// <summary>A model that can answer now.</summary>
/// <param name="VariantGroup">Empty, or the name that models share which count as one.</param>
internal sealed record PoolModel(string Id, string VariantGroup)
{
    /// <summary>Whether it can be given tools.</summary>
    public bool TakesTools { get; init; }

    public bool SeesImages { get; init; }

    /// <summary>Tokens of prompt and answer together; 0 when unknown.</summary>
    public int ContextLength { get; init; }

    /// <summary>Nobody may choose it by name.</summary>
    public bool IsBlindOnly { get; init; }

    public bool IsSimulated { get; init; }

    /// <summary>Answers without being loaded first.</summary>
    public bool IsWarm { get; init; }

    public bool MayMeet(PoolModel other) =>
        !string.Equals(Id, other.Id, StringComparison.Ordinal)
        && (VariantGroup is "" || !string.Equals(VariantGroup, other.VariantGroup, StringComparison.Ordinal));
}
