using Arena.Ratings.Engine;

namespace Arena.Ratings.Votes;

/// <summary>A vote that asks to be counted.</summary>
/// <param name="VoteId">Made once: a batch that runs again recognises its own votes.</param>
/// <param name="IdempotencyKey">Null when the caller gave none.</param>
internal sealed record Ballot(Guid VoteId, string BattleId, Preference Preference, byte[]? SessionHash, string? IdempotencyKey, DateTimeOffset At);
