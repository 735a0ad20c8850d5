namespace Arena.Web.Battles;

/// <summary>The two places of a battle: A is shown on the left, B on the right.</summary>
internal enum Slot
{
    A,
    B,
}
