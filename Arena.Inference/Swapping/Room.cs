using System.Runtime.InteropServices;

namespace Arena.Inference.Swapping;

/// <summary>An amount of a node: video memory and places. What is not counted is always enough.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Room(int VramMib, int Places)
{
    private const int Uncounted = 1 << 28;

    public static Room Of(SwapRules rules) =>
        new(rules.VramMib > 0 ? rules.VramMib : Uncounted, rules.MaxLoaded > 0 ? rules.MaxLoaded : Uncounted);

    public bool Fits(Resident model) => VramMib >= model.Model.VramMib && Places >= 1;

    public static Room operator +(Room room, Resident model) => new(room.VramMib + model.Model.VramMib, room.Places + 1);

    public static Room operator -(Room room, Resident model) => new(room.VramMib - model.Model.VramMib, room.Places - 1);
}
