using System.Collections.Frozen;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;

namespace Arena.Web.Battles.Api;

/// <summary>The words of the API for what the contracts enumerate.</summary>
internal static class Names
{
    private static readonly FrozenDictionary<string, Preference> Preferences = new Dictionary<string, Preference>(StringComparer.Ordinal)
    {
        ["left"] = Preference.Left,
        ["right"] = Preference.Right,
        ["tie"] = Preference.Tie,
        ["both_bad"] = Preference.BothBad,
    }.ToFrozenDictionary();

    public static bool TryParsePreference(string name, out Preference preference) => Preferences.TryGetValue(name, out preference);

    public static string Of(Preference preference) => Preferences.First(pair => pair.Value == preference).Key;

    public static string Of(BattleState state) => state switch
    {
        BattleState.Created => "created",
        BattleState.Streaming => "streaming",
        BattleState.Answered => "answered",
        BattleState.Revealed => "revealed",
        BattleState.Failed => "failed",
        BattleState.Continued => "continued",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a battle."),
    };
}
