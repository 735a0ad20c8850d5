namespace Arena.Web.Battles.Pacing;

/// <summary>What one tick shows on each side; either may be empty.</summary>
internal readonly record struct PacedPieces(string A, string B)
{
    public bool IsEmpty => A.Length + B.Length == 0;
}
