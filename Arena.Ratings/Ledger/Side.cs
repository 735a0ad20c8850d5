namespace Arena.Ratings.Ledger;

/// <summary>Where an answer was shown.</summary>
internal enum Side
{
    Left,
    Right,
}

/// <summary>Sides as the database, calls and exports name them.</summary>
internal static class SideNames
{
    public static string Name(this Side side) => side is Side.Left ? "left" : "right";

    /// <summary>Null for a name that is neither.</summary>
    public static Side? Find(string name) => name switch
    {
        "left" => Side.Left,
        "right" => Side.Right,
        _ => null,
    };
}
