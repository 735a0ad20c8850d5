using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Rubrics;

/// <summary>Finds what a judge has not scored yet: answers of battles that were voted on and not erased.</summary>
internal sealed class UnjudgedReader(LedgerContext ledger)
{
    public const int MostAnswers = 100;

    /// <summary>Oldest first. An answer of the judge itself is left out: nobody judges what they wrote.</summary>
    public async Task<ListUnjudgedResponse> ReadAsync(string rubric, string judge, int limit, CancellationToken cancellationToken)
    {
        var answers = await Unjudged(rubric, judge).Take(limit).ToListAsync(cancellationToken);
        return new()
        {
            Answers =
            {
                answers.Select(answer => new UnjudgedAnswer
                {
                    BattleId = answer.BattleId,
                    Side = answer.Side is Side.Left ? "left" : "right",
                    Turns = { TurnsOf(answer.Turns, answer.Prompt, answer.Content).Select(turn => new Turn { Role = turn.Role, Content = turn.Content }) },
                }),
            },
        };
    }

    private IQueryable<Answered> Unjudged(string rubric, string judge)
    {
        var scorer = JudgeName.Of(judge);
        return (
            from vote in ledger.Votes
            join answer in ledger.Set<BattleAnswer>() on vote.BattleId equals answer.BattleId
            join prompt in ledger.Set<PromptText>() on vote.BattleId equals prompt.BattleId
            where answer.Text != null && answer.ModelId != judge
                && !ledger.Scores.Any(score => score.BattleId == answer.BattleId && score.Side == answer.Side && score.Rubric == rubric && score.Scorer == scorer)
            orderby vote.Sequence, answer.Side
            select new Answered(answer.BattleId, answer.Side, prompt.Content, answer.Text!.Content, answer.Text.Turns)).AsNoTracking();
    }

    private sealed record Answered(string BattleId, Side Side, string Prompt, string Content, string? Turns);

    private static IEnumerable<TurnRecord> TurnsOf(string? turns, string prompt, string answer) =>
        turns is null ? [new("user", prompt), new("assistant", answer)] : AnswerMapping.ParseTurns(turns);
}

/// <summary>How the ledger names a model that scores.</summary>
internal static class JudgeName
{
    public const string Prefix = "judge:";

    public static string Of(string model) => Prefix + model;
}
