using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>A board, and how it came about.</summary>
/// <param name="Votes">Votes that were counted.</param>
/// <param name="Fit">Null for Elo, which is played and not fitted.</param>
internal sealed record RateResult(RateOptions Options, long Votes, Leaderboard Board, PairwiseFit? Fit, RateSeconds Seconds);

/// <summary>Wall time of each part, seconds.</summary>
internal sealed record RateSeconds(double Read, double Fit, double Intervals);
