using Arena.Contracts.Ratings;

namespace Arena.Ratings.Battles;

/// <summary>What a battle must be to enter the ledger: two whole answers of two models.</summary>
internal static class BattleRules
{
    private static readonly string[] FinishReasons = ["stop", "length", "tool_calls"];

    /// <summary>The first rule that the battle breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(RecordBattleRequest battle)
    {
        if ((NotAnId("battle_id", battle.BattleId) ?? NotAnId("prompt_id", battle.PromptId)) is { } notAnId)
        {
            return notAnId;
        }

        if (string.IsNullOrWhiteSpace(battle.Prompt))
        {
            return "prompt is blank";
        }

        if (battle.ViewIndex < 0)
        {
            return $"view_index is {battle.ViewIndex}: 0 or more is expected";
        }

        if (battle.PairProbability is not (> 0 and <= 1))
        {
            return $"pair_probability is {battle.PairProbability}: more than 0 and at most 1 is expected";
        }

        if (battle.CreatedAt is null)
        {
            return "created_at is missing";
        }

        return Broken("left", battle.Left) ?? Broken("right", battle.Right) ?? Same(battle.Left, battle.Right);
    }

    public static string? Broken(string side, Answer? answer)
    {
        if (answer is null)
        {
            return $"{side} is missing: a battle has two answers";
        }

        if ((NotAnId($"{side}.asked_model_id", answer.AskedModelId) ?? NotAnId($"{side}.model_id", answer.ModelId)) is { } notAnId)
        {
            return notAnId;
        }

        if (string.IsNullOrWhiteSpace(answer.Text))
        {
            return $"{side}.text is blank: a side that said nothing has failed";
        }

        if (!FinishReasons.Contains(answer.FinishReason, StringComparer.Ordinal))
        {
            return $"{side}.finish_reason is '{answer.FinishReason}': {string.Join(", ", FinishReasons)} are answers, anything else has failed";
        }

        var figuresAreValid = answer is { InputTokens: >= 0, OutputTokens: >= 0, TimeToFirstTokenSeconds: >= 0, DurationSeconds: >= 0 }
            && double.IsFinite(answer.TimeToFirstTokenSeconds) && double.IsFinite(answer.DurationSeconds)
            && answer.CostUsd >= 0 && double.IsFinite(answer.CostUsd);
        return figuresAreValid ? BrokenTurns(side, answer) : $"{side} has a negative or infinite figure";
    }

    private static string? BrokenTurns(string side, Answer answer)
    {
        if (answer.Turns.FirstOrDefault(turn => turn.Role is not ("system" or "user" or "assistant")) is { } turn)
        {
            return $"{side}.turns has the role '{turn.Role}': system, user or assistant is expected";
        }

        var endsWithText = answer.Turns.Count == 0
            || (answer.Turns[^1] is { Role: "assistant" } last && string.Equals(last.Content, answer.Text, StringComparison.Ordinal));
        return endsWithText ? null : $"{side}.turns does not end with the answer";
    }

    private static string? Same(Answer left, Answer right)
    {
        if (string.Equals(left.AskedModelId, right.AskedModelId, StringComparison.Ordinal))
        {
            return $"model '{left.AskedModelId}' was asked on both sides";
        }

        return string.Equals(left.ModelId, right.ModelId, StringComparison.Ordinal)
            ? $"model '{left.ModelId}' answered on both sides: it cannot win against itself"
            : null;
    }

    public static string? NotAnId(string field, string value) =>
        string.IsNullOrWhiteSpace(value) || value.Contains('\0', StringComparison.Ordinal) ? $"{field} is not an id: '{value.Replace('\0', ' ')}'" : null;
}
