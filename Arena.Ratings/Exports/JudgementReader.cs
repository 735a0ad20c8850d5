using System.Runtime.CompilerServices;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Exports;

/// <summary>Reads rubric scores and reasons in the order of the chain. What was said of erased battles is not there.</summary>
internal sealed class JudgementReader(LedgerContext ledger)
{
    /// <summary>Every score that was given, also those that a later one replaces.</summary>
    public async IAsyncEnumerable<ExportItem> ScoresAsync(ExportFilter filter, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ledger.PagesAsync(RecordKind.Scores, filter.After, until, cancellationToken))
        {
            var ids = page.Select(link => link.RecordId).ToArray();
            var scores = await ledger.Scores.AsNoTracking().Where(score => ids.Contains(score.Id)).ToDictionaryAsync(score => score.Id, StringComparer.Ordinal, cancellationToken);
            var battles = await ledger.ReadBattlesAsync(scores.Values.Select(score => score.BattleId), filter.Campaign, cancellationToken);
            foreach (var link in page)
            {
                if (scores.TryGetValue(link.RecordId, out var score) && battles.TryGetValue(score.BattleId, out var battle) && battle.Prompt is { } prompt
                    && filter.Admits(battle.QueryType, battle.Language, score.GivenAt, [battle.ModelOn(score.Side)])
                    && battle.Answers.Single(answer => answer.Side == score.Side).Text is { } text)
                {
                    yield return new ScoreItem(
                        link.Position, battle, score, prompt.Content, ExportReader.VoterName(score.SessionHash), ExportReader.Turns(prompt.Content, text));
                }
            }
        }
    }

    public async IAsyncEnumerable<ExportItem> FeedbackAsync(ExportFilter filter, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ledger.PagesAsync(RecordKind.Feedback, filter.After, until, cancellationToken))
        {
            var ids = page.Select(link => link.RecordId).ToArray();
            var given = await ledger.Feedback.AsNoTracking().Include(feedback => feedback.Comment).Where(feedback => ids.Contains(feedback.Id))
                .ToDictionaryAsync(feedback => feedback.Id, StringComparer.Ordinal, cancellationToken);
            var battles = await ledger.ReadBattlesAsync(given.Values.Select(feedback => feedback.BattleId), filter.Campaign, cancellationToken);
            foreach (var link in page)
            {
                if (given.TryGetValue(link.RecordId, out var feedback) && battles.TryGetValue(feedback.BattleId, out var battle) && battle.Prompt is { } prompt
                    && filter.Admits(battle.QueryType, battle.Language, feedback.GivenAt, [battle.LeftModelId, battle.RightModelId]))
                {
                    yield return new FeedbackItem(link.Position, battle, feedback, prompt.Content, ExportReader.VoterName(feedback.SessionHash));
                }
            }
        }
    }
}
