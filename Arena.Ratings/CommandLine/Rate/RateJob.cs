using Arena.Ratings.Engine;
using Arena.Ratings.VoteFiles;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>Reads, fits, and puts intervals around it.</summary>
internal sealed class RateJob(RateOptions options, TimeProvider time, IProgressBars progress)
{
    private readonly RatingScale _scale = new(options.Initial);

    /// <summary>Does the whole job.</summary>
    /// <exception cref="VoteFileException">A file cannot be read.</exception>
    /// <exception cref="FitException">The votes give no board.</exception>
    public RateResult Run(Action<string> warn)
    {
        var started = time.GetTimestamp();
        var votes = Read();
        foreach (var note in votes.Notes)
        {
            warn(note);
        }

        if (votes.Tally.Votes == 0)
        {
            throw new FitException(votes.Rows == 0 ? "There are no votes." : $"None of {votes.Rows:N0} votes is left to rate.");
        }

        var read = time.GetElapsedTime(started).TotalSeconds;
        return options.Method == RateMethod.Elo ? Play(votes, read) : Fit(votes, read, warn);
    }

    private VoteSet Read()
    {
        var conditions = options.Where.Select(where => Condition.Parse(where)!).ToArray();
        string[] paths = [.. options.Files, .. options.Tags is null ? [] : new[] { options.Tags }];
        using var bar = progress.Start("reading", paths.Sum(path => File.Exists(path) ? new FileInfo(path).Length : 0));
        var tags = options.Tags is null ? null : TagFile.Read(options.Tags, conditions, bar.Add);
        var query = new VoteQuery
        {
            Tags = tags,
            Where = tags?.OtherConditions ?? conditions,
            RejectSelfPairs = options.RejectSelfPairs,
            Distinct = options.Distinct,
            Styles = options.StyleControl,
            KeepOrder = options.Method == RateMethod.Elo,
        };
        var votes = new VoteSet(query);
        foreach (var file in options.Files)
        {
            VoteFileReader.Read(file, query, votes, bar.Add);
        }

        return votes;
    }

    private RateResult Fit(VoteSet votes, double read, Action<string> warn)
    {
        var started = time.GetTimestamp();
        var settings = new FitOptions
        {
            Outcomes = options.Outcomes,
            Reweighted = options.Reweighted,
            PositionBias = options.PositionBias,
            Ridge = options.Ridge,
        };
        var styled = options.StyleControl ? StyleControl.Fit(votes.Styled, settings) : null;
        var fit = styled?.Fit ?? (options.Method == RateMethod.Davidson ? Davidson.Fit(votes.Tally, settings) : BradleyTerry.Fit(votes.Tally, settings));
        var fitted = time.GetElapsedTime(started).TotalSeconds;
        foreach (var warning in FitWarnings.Of(fit))
        {
            warn(warning);
        }

        started = time.GetTimestamp();
        var intervals = options.Intervals switch
        {
            IntervalMethod.Sandwich => SandwichIntervals.Of(fit, _scale),
            IntervalMethod.SandwichArenaRank => SandwichIntervals.ArenaRank(fit, _scale),
            IntervalMethod.Bootstrap => Drawing(rounds => Bootstrap.Intervals(fit, _scale, rounds)),
            _ => null,
        };
        var board = Leaderboard.Of(fit, _scale, intervals);
        return new(options, fit.Votes, board, fit, new(read, fitted, time.GetElapsedTime(started).TotalSeconds)) { Style = styled?.Coefficients };
    }

    private RateResult Play(VoteSet votes, double read)
    {
        var started = time.GetTimestamp();
        var models = votes.Tally.Models;
        var ratings = EloReplay.Play(votes.Log, models.Count, options.K, options.Initial, options.Outcomes);
        var battles = votes.Tally.Battles(options.Outcomes);
        if (battles.Sum() == 0)
        {
            throw new FitException("No vote is left: all were ties or both bad, which are dropped.");
        }

        var played = time.GetElapsedTime(started).TotalSeconds;

        started = time.GetTimestamp();
        var intervals = options.Intervals == IntervalMethod.Bootstrap
            ? Drawing(rounds => EloReplay.Bootstrap(votes.Log, models.Count, options.K, options.Initial, options.Outcomes, rounds))
            : null;
        var standings = Enumerable.Range(0, models.Count).Where(model => battles[model] > 0)
            .Select(model => new Standing(models[model], ratings[model], intervals?[model], battles[model])).ToArray();
        var board = Leaderboard.Of(standings, _scale);
        return new(options, battles.Sum() / 2, board, Fit: null, new(read, played, time.GetElapsedTime(started).TotalSeconds));
    }

    private Interval[] Drawing(Func<BootstrapOptions, Interval[]> intervals)
    {
        using var bar = progress.Start("bootstrap", options.Bootstrap.Rounds);
        return intervals(options.Bootstrap with { Progress = rounds => bar.Add(rounds) });
    }
}
