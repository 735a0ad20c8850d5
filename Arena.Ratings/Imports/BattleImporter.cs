using System.Runtime.CompilerServices;
using Arena.Ratings.Battles;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Votes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Imports;

/// <summary>
/// Brings votes of other arenas into the ledger, in the order of the file, by the same path as votes of our own: sealed, replayed, rated. A
/// line that is there already changes nothing, so that an import that broke off is run again. A line that cannot be kept is reported with its
/// number and stops nothing.
/// </summary>
internal sealed class BattleImporter(LedgerContext ledger, SessionHasher sessions, IOptionsMonitor<EloOptions> elo, SealSignal seals, TimeProvider time)
{
    private const int Batch = 200;

    /// <summary>Rejected lines that are named in the report; all are counted.</summary>
    private const int MostNamed = 100;

    /// <summary>Texts that are no answers, as FastChat writes them (arena.md D4).</summary>
    private static readonly string[] Errors = ["**API REQUEST ERROR**", "API REQUEST ERROR.", "NETWORK ERROR DUE TO HIGH TRAFFIC.", "$MODERATION$", "▌", "<span class=\"cursor\">"];

    /// <summary>Imports a file line by line.</summary>
    /// <param name="progress">Told how many lines are done.</param>
    public async Task<ImportReport> ImportAsync(TextReader input, Action<long>? progress, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        await foreach (var lines in ReadAsync(input, report, cancellationToken))
        {
            var fresh = await RecordAsync(lines, report, cancellationToken);
            var ballots = await BallotsAsync(fresh, cancellationToken);
            var votes = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(
                token => new VoteBatch(ledger, elo.CurrentValue.K).WriteAsync(ballots, token), cancellationToken);
            report.Imported += votes.Count(vote => vote is { Duplicate: false });
            report.Known += votes.Count(vote => vote is not { Duplicate: false });
            seals.Wanted();
            progress?.Invoke(report.Lines);
        }

        return report;
    }

    private static async IAsyncEnumerable<List<ImportedBattle>> ReadAsync(
        TextReader input, ImportReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var battles = new List<ImportedBattle>(Batch);
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            report.Lines++;
            if (TryParse(line, report) is not { } battle)
            {
                continue;
            }

            battles.Add(battle);
            if (battles.Count == Batch)
            {
                yield return battles;
                battles = new(Batch);
            }
        }

        if (battles.Count > 0)
        {
            yield return battles;
        }
    }

    private static ImportedBattle? TryParse(string line, ImportReport report)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        try
        {
            var battle = LineParser.Parse(line);
            if (battle is null)
            {
                report.NoVotes++;
                return null;
            }

            return battle.LeftModel == battle.RightModel ? throw new ImportLineException($"model '{battle.LeftModel}' met itself")
                : string.IsNullOrWhiteSpace(battle.Prompt) ? throw new ImportLineException("the prompt is blank")
                : string.IsNullOrWhiteSpace(battle.Left.Answer) || string.IsNullOrWhiteSpace(battle.Right.Answer) ? throw new ImportLineException("an answer is blank")
                : battle;
        }
        catch (ImportLineException exception)
        {
            report.Rejected++;
            if (report.RejectedLines.Count < MostNamed)
            {
                report.RejectedLines.Add(new(report.Lines, exception.Message));
            }

            return null;
        }
    }

    private async Task<List<ImportedBattle>> RecordAsync(List<ImportedBattle> lines, ImportReport report, CancellationToken cancellationToken)
    {
        var distinct = lines.DistinctBy(line => line.Id, StringComparer.Ordinal).ToList();
        report.Known += lines.Count - distinct.Count;
        var battles = new List<Battle>(distinct.Count);
        foreach (var line in distinct)
        {
            battles.Add(ToBattle(
                line,
                await sessions.HashAsync(ledger, line.Voter, cancellationToken),
                await sessions.FingerprintAsync(ledger, line.Prompt, cancellationToken)));
        }

        var recorded = await ledger.Database.CreateExecutionStrategy().ExecuteAsync(token => WriteAsync(battles, token), cancellationToken);
        foreach (var reason in recorded.Select(battle => battle.NotRatedBecause).OfType<string>())
        {
            report.NotRated[reason] = report.NotRated.GetValueOrDefault(reason) + 1;
        }

        return distinct;
    }

    private async Task<List<Battle>> WriteAsync(List<Battle> battles, CancellationToken cancellationToken)
    {
        ledger.ChangeTracker.Clear(); // an earlier attempt may have left its entries
        await using var transaction = await ledger.Database.BeginTransactionAsync(cancellationToken);
        var ids = battles.Select(battle => battle.Id).ToArray();
        var known = (await ledger.Battles.Where(battle => ids.Contains(battle.Id)).Select(battle => battle.Id).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var fresh = battles.Where(battle => !known.Contains(battle.Id)).ToList();
        await ModelRegistry.RegisterNewAsync(
            ledger, fresh.SelectMany(battle => battle.Answers).DistinctBy(answer => answer.ModelId, StringComparer.Ordinal), elo.CurrentValue.Start, cancellationToken);
        ledger.Battles.AddRange(fresh);
        ledger.Unsealed.AddRange(fresh.Select(battle => new UnsealedRecord { Kind = RecordKind.Battle, RecordId = battle.Id }));
        await ledger.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        ledger.ChangeTracker.Clear();
        return fresh;
    }

    private async Task<Ballot[]> BallotsAsync(List<ImportedBattle> lines, CancellationToken cancellationToken)
    {
        var ballots = new List<Ballot>(lines.Count);
        foreach (var line in lines)
        {
            var session = await sessions.HashAsync(ledger, line.Voter, cancellationToken);
            ballots.Add(new(Guid.CreateVersion7(time.GetUtcNow()), line.Id, line.Preference, session, IdempotencyKey: null, Moment.Stored(line.At)));
        }

        return [.. ballots];
    }

    private Battle ToBattle(ImportedBattle line, byte[]? sessionHash, byte[] fingerprint)
    {
        var prompt = new PromptText { Salt = TextHash.NewSalt(), Content = AnswerMapping.Storable(line.Prompt) };
        return new()
        {
            Id = line.Id,
            PromptId = line.Id,
            SessionHash = sessionHash,
            QueryType = AnswerMapping.Storable(line.Category ?? ""),
            Route = BattleMapping.Arena,
            PairPolicy = line.NotRatedBecause is BattleMapping.Named ? BattleMapping.Named : "imported",
            LeftModelId = line.LeftModel,
            RightModelId = line.RightModel,
            CreatedAt = Moment.Stored(line.At),
            RecordedAt = Moment.Stored(time.GetUtcNow()),
            Language = line.Language ?? LanguageGuess.Of(line.Prompt),
            Turns = Math.Max(1, line.Left.Turns.Count(turn => turn.Role is "user")),
            Source = line.Source,
            NotRatedBecause = line.NotRatedBecause ?? WhyNotRated(line),
            PromptFingerprint = fingerprint,
            Prompt = prompt,
            PromptHash = prompt.Hash(),
            Answers = [ToAnswer(Side.Left, line.LeftModel, line.Left, line.Prompt), ToAnswer(Side.Right, line.RightModel, line.Right, line.Prompt)],
        };
    }

    private static string? WhyNotRated(ImportedBattle line)
    {
        var written = line.Left.Turns.Concat(line.Right.Turns).Where(turn => turn.Role is "assistant").Select(turn => turn.Content).ToArray();
        return written.Any(text => Errors.Any(error => text.Contains(error, StringComparison.OrdinalIgnoreCase))) ? "error_text"
            : Leaks(line.Left, line.LeftModel) || Leaks(line.Right, line.RightModel) ? IdentityLeak.Reason
            : null;
    }

    private static bool Leaks(ImportedSide side, string model) =>
        side.Turns.Any(turn => turn.Role is "assistant" && IdentityLeak.In(turn.Content, [model]));

    private static BattleAnswer ToAnswer(Side side, string model, ImportedSide imported, string prompt)
    {
        var answer = new Contracts.Ratings.Answer
        {
            AskedModelId = model,
            ModelId = model,
            Text = imported.Answer,
            FinishReason = "stop",
            OutputTokens = imported.OutputTokens ?? 0,
            UsageEstimated = imported.OutputTokens is null,
            Turns = { imported.Turns.Select(turn => new Contracts.Ratings.Turn { Role = turn.Role, Content = turn.Content }) },
        };
        var text = new AnswerText
        {
            Side = side,
            Salt = TextHash.NewSalt(),
            Content = AnswerMapping.Storable(imported.Answer),
            Turns = AnswerMapping.TurnsOf(answer, prompt),
        };
        return AnswerMapping.Fill(new BattleAnswer { Side = side, Text = text, TextHash = text.Hash() }, answer);
    }
}
