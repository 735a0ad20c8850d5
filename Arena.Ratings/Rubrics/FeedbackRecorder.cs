using Arena.Contracts.Ratings;
using Arena.Ratings.Battles;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Rubrics;

/// <summary>Writes why people voted as they did: all is kept.</summary>
internal sealed class FeedbackRecorder(LedgerContext ledger, RubricCatalog rubrics, SessionHasher sessions, SealSignal seals, TimeProvider time)
{
    /// <summary>The first rule that the feedback breaks, as a sentence; null when it keeps all of them.</summary>
    public string? Broken(GiveFeedbackRequest request)
    {
        if ((BattleRules.NotAnId("id", request.Id) ?? BattleRules.NotAnId("battle_id", request.BattleId)) is { } notAnId)
        {
            return notAnId;
        }

        if (request.Reasons.Count == 0 && string.IsNullOrWhiteSpace(request.Comment))
        {
            return "there is neither a reason nor a comment";
        }

        if (request.Reasons.FirstOrDefault(reason => !rubrics.Reasons.Any(known => known.Id == reason)) is { } unknown)
        {
            return $"reasons has '{unknown}': {string.Join(", ", rubrics.Reasons.Select(known => known.Id))} are expected";
        }

        return request.Comment.Length > rubrics.MaxCommentCharacters ? $"comment has {request.Comment.Length} characters: at most {rubrics.MaxCommentCharacters} are taken" : null;
    }

    /// <summary>Writes feedback once; null when there is no such battle, or no vote on it; false when it was there already.</summary>
    public async Task<bool?> RecordAsync(GiveFeedbackRequest request, CancellationToken cancellationToken)
    {
        // Of a battle whose texts were erased no words are taken any more: nobody would erase them.
        var hasComment = !string.IsNullOrWhiteSpace(request.Comment);
        if (!await ledger.Battles.AnyAsync(
            battle => battle.Id == request.BattleId && battle.Vote != null && (!hasComment || battle.Prompt != null), cancellationToken))
        {
            return null;
        }

        var comment = hasComment
            ? new FeedbackText { FeedbackId = request.Id, Salt = TextHash.NewSalt(), Content = AnswerMapping.Storable(request.Comment) }
            : null;
        var feedback = new VoteFeedback
        {
            Id = request.Id,
            BattleId = request.BattleId,
            Reasons = [.. request.Reasons.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            SessionHash = await sessions.HashAsync(ledger, request.Session, cancellationToken),
            GivenAt = Moment.Stored(time.GetUtcNow()),
            Comment = comment,
            CommentHash = comment?.Hash(),
        };
        return await ledger.TryAddAsync(feedback, RecordKind.Feedback, feedback.Id, seals, cancellationToken);
    }
}
