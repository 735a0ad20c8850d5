using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Rubrics;

/// <summary>What a judge has not scored yet: answers of battles that were voted on and not erased. Those that it cannot score it need not meet again.</summary>
internal sealed class JudgeQueue(LedgerContext ledger)
{
    public const int MostAnswers = 100;

    /// <summary>Oldest first. An answer of the judge itself is left out: nobody judges what they wrote.</summary>
    /// <param name="attempts">What the judge failed on as often is left out; 0: nothing is.</param>
    public async Task<ListUnjudgedResponse> ReadAsync(string rubric, string judge, int limit, int attempts, CancellationToken cancellationToken)
    {
        var answers = await Unjudged(rubric, judge, attempts).Take(limit).ToListAsync(cancellationToken);
        return new()
        {
            Answers =
            {
                answers.Select(answer => new UnjudgedAnswer
                {
                    BattleId = answer.BattleId,
                    Side = answer.Side.Name(),
                    Turns = { TurnsOf(answer.Turns, answer.Prompt, answer.Content).Select(turn => new Turn { Role = turn.Role, Content = turn.Content }) },
                }),
            },
        };
    }

    /// <summary>Counts one more failure and says how many there are; null when there is no such battle.</summary>
    public async Task<int?> FailAsync(string battle, Side side, string rubric, string judge, CancellationToken cancellationToken) =>
        !await ledger.Battles.AnyAsync(one => one.Id == battle, cancellationToken) ? null
            : (await ledger.Database.SqlQuery<int>(
                $"""
                 INSERT INTO failed_judgements (battle_id, side, rubric, scorer, attempts) VALUES ({battle}, {side.Name()}, {rubric}, {JudgeName.Of(judge)}, 1)
                 ON CONFLICT (battle_id, side, rubric, scorer) DO UPDATE SET attempts = failed_judgements.attempts + 1
                 RETURNING attempts AS "Value"
                 """).ToListAsync(cancellationToken)).Single();

    private IQueryable<Answered> Unjudged(string rubric, string judge, int attempts)
    {
        var scorer = JudgeName.Of(judge);
        return (
            from vote in ledger.Votes
            join answer in ledger.Set<BattleAnswer>() on vote.BattleId equals answer.BattleId
            join prompt in ledger.Set<PromptText>() on vote.BattleId equals prompt.BattleId
            where answer.Text != null && answer.ModelId != judge
                && !ledger.Scores.Any(score => score.BattleId == answer.BattleId && score.Side == answer.Side && score.Rubric == rubric && score.Scorer == scorer)
                && (attempts == 0 || !ledger.FailedJudgements.Any(failed => failed.BattleId == answer.BattleId && failed.Side == answer.Side
                    && failed.Rubric == rubric && failed.Scorer == scorer && failed.Attempts >= attempts))
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
