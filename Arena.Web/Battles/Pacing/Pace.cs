namespace Arena.Web.Battles.Pacing;

/// <summary>The bounds of <see cref="PacedPair"/>; see <see cref="BattleOptions"/> for their meaning.</summary>
internal sealed record Pace(TimeSpan Tick, TimeSpan CatchUp, TimeSpan FirstTokenWait, TimeSpan StallWait)
{
    /// <summary>Text elements per tick and side, when that many are there: the end of an answer does not drip.</summary>
    public const int SmallestPiece = 8;
}
