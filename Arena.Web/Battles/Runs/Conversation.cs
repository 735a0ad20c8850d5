using Arena.Contracts.Router;

namespace Arena.Web.Battles.Runs;

/// <summary>A conversation as one side of a battle knows it: what the voter wrote, and its own answers.</summary>
internal static class Conversation
{
    /// <summary>All that was said up to the message that is to be answered.</summary>
    public static IEnumerable<Said> Before(Battle battle, Slot slot)
    {
        foreach (var turn in battle.Turns)
        {
            yield return new(IsUser: true, turn.Message);
            yield return new(IsUser: false, slot is Slot.A ? turn.AnswerA : turn.AnswerB);
        }

        yield return new(IsUser: true, battle.Message);
    }

    /// <summary>The message that the conversation began with.</summary>
    public static string PromptOf(Battle battle) => battle.Turns is [var first, ..] ? first.Message : battle.Message;
}

/// <summary>One message.</summary>
internal sealed record Said(bool IsUser, string Text);
