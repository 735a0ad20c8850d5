using Arena.Contracts.Ratings;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.Battles;

/// <summary>From the wire to the ledger.</summary>
internal static class BattleMapping
{
    /// <summary>Route, and source, of what the arena plays itself.</summary>
    public const string Arena = "arena";

    /// <summary>Policy, and reason, of battles whose models the user chose.</summary>
    public const string Named = "named";

    public static Battle ToBattle(RecordBattleRequest request, byte[]? sessionHash, byte[] fingerprint, DateTimeOffset recordedAt)
    {
        var prompt = new PromptText { Salt = TextHash.NewSalt(), Content = AnswerMapping.Storable(request.Prompt) };
        return new()
        {
            Id = request.BattleId,
            PromptId = request.PromptId,
            SessionHash = sessionHash,
            ViewIndex = request.ViewIndex,
            QueryType = AnswerMapping.Storable(request.QueryType),
            Route = request.Route.Length == 0 ? Arena : AnswerMapping.Storable(request.Route),
            PairPolicy = AnswerMapping.Storable(request.PairPolicy),
            PairProbability = request.PairProbability,
            LeftModelId = request.Left.ModelId,
            RightModelId = request.Right.ModelId,
            CreatedAt = Moment.Stored(request.CreatedAt.ToDateTimeOffset()),
            RecordedAt = Moment.Stored(recordedAt),
            TraceId = AnswerMapping.OrNull(request.TraceId),
            Language = request.Language.Length == 0 ? LanguageGuess.Of(request.Prompt) : AnswerMapping.Storable(request.Language),
            DocumentHash = AnswerMapping.OrNull(request.DocumentHash),
            Turns = Math.Max(1, request.Left.Turns.Count(turn => turn.Role is "user")),
            Source = Arena,
            NotRatedBecause = WhyNotRated(request),
            PromptFingerprint = fingerprint,
            Prompt = prompt,
            PromptHash = prompt.Hash(),
            Answers = [ToAnswer(Side.Left, request.Left, request.Prompt), ToAnswer(Side.Right, request.Right, request.Prompt)],
        };
    }

    /// <summary>Null when votes on the battle move ratings.</summary>
    private static string? WhyNotRated(RecordBattleRequest request) =>
        request.PairPolicy is Named ? Named
        : IdentityLeak.In(request.Left) || IdentityLeak.In(request.Right) ? IdentityLeak.Reason
        : null;

    private static BattleAnswer ToAnswer(Side side, Answer answer, string prompt)
    {
        var text = new AnswerText
        {
            Side = side,
            Salt = TextHash.NewSalt(),
            Content = AnswerMapping.Storable(answer.Text),
            Turns = AnswerMapping.TurnsOf(answer, prompt),
        };
        return AnswerMapping.Fill(new BattleAnswer { Side = side, Text = text, TextHash = text.Hash() }, answer);
    }
}
