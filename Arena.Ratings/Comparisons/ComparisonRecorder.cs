using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;
using Comparison = Arena.Ratings.Ledger.Comparison;

namespace Arena.Ratings.Comparisons;

/// <summary>Writes comparisons of named models. The same one again changes nothing.</summary>
internal sealed class ComparisonRecorder(LedgerContext ledger, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    public const int FewestAnswers = 2;
    public const int MostAnswers = 6;

    /// <summary>The first rule that the comparison breaks, as a sentence; null when it keeps all of them.</summary>
    public static string? Broken(RecordComparisonRequest request)
    {
        if (BattleRules.NotAnId("comparison_id", request.ComparisonId) is { } notAnId)
        {
            return notAnId;
        }

        if (string.IsNullOrWhiteSpace(request.Prompt))
        {
            return "prompt is blank";
        }

        if (request.CreatedAt is null)
        {
            return "created_at is missing";
        }

        var places = request.Answers.Count + request.Failed.Count;
        if (places is < FewestAnswers or > MostAnswers)
        {
            return $"there are {places} answers: {FewestAnswers} … {MostAnswers} are expected";
        }

        if (request.Failed.Any(failed => failed.Position < 1 || failed.Position > places || BattleRules.NotAnId("failed", failed.ModelId) is not null)
            || request.Failed.DistinctBy(failed => failed.Position).Count() != request.Failed.Count)
        {
            return $"a failed answer has no model, or no place of its own among 1 … {places}";
        }

        return (request.Asked.Any(turn => turn.Role is not ("system" or "user" or "assistant")) ? "asked has a role that is not system, user or assistant" : null)
            ?? request.Answers.Select((answer, i) => BattleRules.Broken($"answers[{i}]", answer)).FirstOrDefault(rule => rule is not null);
    }

    /// <summary>Writes a comparison once; false when it was there already.</summary>
    public async Task<bool> RecordAsync(RecordComparisonRequest request, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken)
            ?? await ledger.ComparisonRequests.Where(opened => opened.Id == request.ComparisonId).Select(opened => opened.SessionHash)
                .FirstOrDefaultAsync(cancellationToken);
        var fingerprint = await sessions.FingerprintAsync(ledger, request.Prompt, cancellationToken);
        var comparison = ToComparison(request, sessionHash, fingerprint);
        return await ledger.TryAddAsync(comparison, RecordKind.Comparison, comparison.Id, seals, cancellationToken);
    }

    private Comparison ToComparison(RecordComparisonRequest request, byte[]? sessionHash, byte[] fingerprint)
    {
        var prompt = new ComparisonText { Position = ComparisonText.Prompt, Salt = TextHash.NewSalt(), Content = AnswerMapping.Storable(request.Prompt) };
        var failed = request.Failed.Select(answer => answer.Position).ToHashSet();
        var positions = Enumerable.Range(1, request.Answers.Count + failed.Count).Where(position => !failed.Contains(position)).ToList();
        var texts = request.Answers.Select((answer, i) => new ComparisonText
        {
            Position = positions[i],
            Salt = TextHash.NewSalt(),
            Content = AnswerMapping.Storable(answer.Text),
            Turns = AnswerMapping.TurnsOf(WithTurns(answer, request.Asked), request.Prompt),
        }).ToList();
        return new()
        {
            Id = request.ComparisonId,
            SessionHash = sessionHash,
            QueryType = AnswerMapping.Storable(request.QueryType),
            Language = request.Language.Length == 0 ? LanguageGuess.Of(request.Prompt) : AnswerMapping.Storable(request.Language),
            DocumentHash = AnswerMapping.OrNull(request.DocumentHash),
            CreatedAt = Moment.Stored(request.CreatedAt.ToDateTimeOffset()),
            RecordedAt = Moment.Stored(time.GetUtcNow()),
            PromptFingerprint = fingerprint,
            PromptHash = prompt.Hash(),
            Answers =
            [
                .. request.Answers.Select((answer, i) =>
                    AnswerMapping.Fill(new ComparisonAnswer { Position = positions[i], TextHash = texts[i].Hash(), NamesItself = IdentityLeak.In(answer) }, answer)),
            ],
            Failures =
            [
                .. request.Failed.Select(answer => new ComparisonFailure
                {
                    ComparisonId = request.ComparisonId,
                    Position = answer.Position,
                    ModelId = answer.ModelId,
                    DisplayName = answer.DisplayName.Length == 0 ? answer.ModelId : AnswerMapping.Storable(answer.DisplayName),
                    Cause = AnswerMapping.Storable(answer.Cause),
                }),
            ],
            Texts = [prompt, .. texts],
        };
    }

    /// <summary>The answer, with all that it was asked before it.</summary>
    private static Answer WithTurns(Answer answer, IEnumerable<Turn> asked)
    {
        if (answer.Turns.Count > 0 || !asked.Any())
        {
            return answer;
        }

        var whole = answer.Clone();
        whole.Turns.Add(asked);
        whole.Turns.Add(new Turn { Role = "assistant", Content = answer.Text });
        return whole;
    }
}
