using System.Diagnostics;
using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.Contracts.Router;

namespace Arena.Web.Battles.Runs;

/// <summary>What the ledger is told of a battle.</summary>
internal static class LedgerRecord
{
    /// <summary>The record of a battle of which both answers are whole.</summary>
    /// <param name="battle">As the router keeps it.</param>
    /// <param name="asked">As the models were asked.</param>
    /// <param name="pair">What they said.</param>
    /// <param name="models">By id.</param>
    /// <exception cref="InvalidOperationException">A model that answered is not among <paramref name="models"/>.</exception>
    public static RecordBattleRequest Of(Battle battle, AskedBattle asked, AnswerPair pair, IReadOnlyDictionary<string, Model> models) => new()
    {
        BattleId = battle.BattleId,
        PromptId = battle.PromptId,
        Prompt = Conversation.PromptOf(battle),
        Session = battle.Session,
        ViewIndex = battle.ViewIndex,
        QueryType = battle.Route?.QueryType ?? "",
        Route = battle.Route?.Route ?? "",
        PairPolicy = battle.PairPolicy,
        PairProbability = battle.PairProbability,
        CreatedAt = battle.CreatedAt,
        Left = AnswerOf(asked, Slot.A, pair.A, models),
        Right = AnswerOf(asked, Slot.B, pair.B, models),
        DocumentHash = asked.DocumentHash,
        TraceId = ActivityContext.TryParse(battle.TraceParent, traceState: null, out var trace) ? trace.TraceId.ToHexString() : "",
    };

    /// <summary>What the ledger is told of a battle without two whole answers.</summary>
    public static RecordFailedBattleRequest OfFailed(Battle battle, Slot? failed) => new()
    {
        BattleId = battle.BattleId,
        QueryType = battle.Route?.QueryType ?? "",
        Route = battle.Route?.Route ?? "",
        CreatedAt = battle.CreatedAt,
        LeftModelId = battle.ModelA,
        RightModelId = battle.ModelB,
        FailedModelIds = { failed is { } slot ? [slot is Slot.A ? battle.ModelA : battle.ModelB] : Array.Empty<string>() },
    };

    private static Answer AnswerOf(AskedBattle asked, Slot slot, SideAnswer answer, IReadOnlyDictionary<string, Model> models)
    {
        var battle = asked.Battle;
        var askedModelId = slot is Slot.A ? battle.ModelA : battle.ModelB;
        var record = LedgerAnswer.Of(askedModelId, answer.Text, answer.Completed, models);
        if (!models.ContainsKey(record.ModelId))
        {
            throw new InvalidOperationException($"Model '{record.ModelId}' answered, but inference does not list it.");
        }

        if (battle.Turns.Count > 0 || asked.DocumentHash.Length > 0)
        {
            record.Turns.Add(Conversation.Before(battle, slot).Append(new(IsUser: false, answer.Text))
                .Select(said => new Turn { Role = said.IsUser ? "user" : "assistant", Content = said.Text }));
        }

        return record;
    }
}
