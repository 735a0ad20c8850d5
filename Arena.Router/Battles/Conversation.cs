using System.Text;
using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Pairing;
using Grpc.Core;

namespace Arena.Router.Battles;

/// <summary>What was said before a turn.</summary>
internal static class Conversation
{
    /// <summary>The turns before the one that is asked for. A turn that failed was not answered, and is left out.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: the conversation cannot go on from there.</exception>
    public static List<BattleTurn> Before(Battle earlier, ContinueBattleRequest request, int maxTurns)
    {
        ThrowUnless(earlier.State is not (BattleState.Created or BattleState.Streaming), ArenaProblem.BattleNotAnswered, "The battle is not answered yet.");
        ThrowUnless(earlier.State is not BattleState.Revealed, ArenaProblem.BattleRevealed, "The battle was voted on.");
        var failed = earlier.State is BattleState.Failed;
        ThrowUnless(!failed || earlier.Turns.Count > 0, ArenaProblem.BattleFailed, "The battle failed in its first turn.");
        var turns = earlier.Turns.ToList();
        if (!failed)
        {
            turns.Add(new() { Message = earlier.Message, AnswerA = request.AnswerA, AnswerB = request.AnswerB });
        }

        ThrowUnless(turns.Count < maxTurns, ArenaProblem.ConversationTooLong, $"A conversation has at most {maxTurns} turns.");
        return turns;
    }

    /// <summary>The same battle, that needs room for the longer of its two histories besides its message.</summary>
    public static Battle InNeedOfRoom(Battle battle)
    {
        var needed = battle.Eligibility?.Clone() ?? new();
        needed.ContextTokens += Math.Max(TokensOf(battle, turn => turn.AnswerA), TokensOf(battle, turn => turn.AnswerB));
        return new(battle) { Eligibility = needed };
    }

    public static void ThrowUnless(bool holds, string problem, string detail)
    {
        if (!holds)
        {
            throw ArenaProblem.Create(StatusCode.FailedPrecondition, problem, detail);
        }
    }

    private static int TokensOf(Battle battle, Func<BattleTurn, string> answer) =>
        battle.Turns.Sum(turn => Encoding.UTF8.GetByteCount(turn.Message) + Encoding.UTF8.GetByteCount(answer(turn))) / EligibleModels.BytesPerToken;
}
