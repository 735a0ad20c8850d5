using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;

namespace Arena.Ratings.Comparisons;

/// <summary>Writes comparisons of named models. The same one again changes nothing.</summary>
internal sealed class ComparisonRecorder(LedgerContext ledger, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    private const int FewestAnswers = 2;
    private const int MostAnswers = 6;

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

        return request.Answers.Count is < FewestAnswers or > MostAnswers
            ? $"there are {request.Answers.Count} answers: {FewestAnswers} … {MostAnswers} are expected"
            : request.Answers.Select((answer, i) => BattleRules.Broken($"answers[{i}]", answer)).FirstOrDefault(rule => rule is not null);
    }

    /// <summary>Writes a comparison once; false when it was there already.</summary>
    public async Task<bool> RecordAsync(RecordComparisonRequest request, CancellationToken cancellationToken)
    {
        var sessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken);
        var fingerprint = await sessions.FingerprintAsync(ledger, request.Prompt, cancellationToken);
        var comparison = ToComparison(request, sessionHash, fingerprint);
        return await ledger.TryAddAsync(comparison, RecordKind.Comparison, comparison.Id, seals, cancellationToken);
    }

    private Comparison ToComparison(RecordComparisonRequest request, byte[]? sessionHash, byte[] fingerprint)
    {
        var prompt = new ComparisonText { Position = ComparisonText.Prompt, Salt = TextHash.NewSalt(), Content = AnswerMapping.Storable(request.Prompt) };
        var texts = request.Answers.Select((answer, i) => new ComparisonText
        {
            Position = i + 1,
            Salt = TextHash.NewSalt(),
            Content = AnswerMapping.Storable(answer.Text),
            Turns = AnswerMapping.TurnsOf(answer, request.Prompt),
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
                    AnswerMapping.Fill(new ComparisonAnswer { Position = i + 1, TextHash = texts[i].Hash() }, answer)),
            ],
            Texts = [prompt, .. texts],
        };
    }
}
