using Arena.Contracts.Router;

namespace Arena.Router.Battles;

/// <summary>created → streaming → answered → revealed or continued; created or streaming → failed. The last three are final.</summary>
internal static class BattleTransitions
{
    /// <summary>The states from which a battle may move to <paramref name="target"/>.</summary>
    public static IReadOnlyList<BattleState> Into(BattleState target) => target switch
    {
        BattleState.Streaming => [BattleState.Created],
        BattleState.Answered => [BattleState.Streaming],
        BattleState.Revealed => [BattleState.Answered],
        BattleState.Continued => [BattleState.Answered],
        BattleState.Failed => [BattleState.Created, BattleState.Streaming],
        _ => [],
    };

    /// <summary>Whether the battle is over: nothing follows, and it no longer counts as active.</summary>
    public static bool IsFinal(BattleState state) => state is BattleState.Revealed or BattleState.Failed or BattleState.Continued;
}
