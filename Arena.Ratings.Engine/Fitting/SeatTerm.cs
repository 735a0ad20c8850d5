namespace Arena.Ratings.Engine;

/// <summary>Estimates the seat term on the decisive votes, whatever else is fitted: in Davidson's model, too, it is the one of these votes.</summary>
internal static class SeatTerm
{
    /// <summary>The term and its standard error, by Bradley–Terry with a seat.</summary>
    /// <exception cref="FitException">There is no decisive vote, or one seat always wins.</exception>
    public static PositionBias Estimate(Tally votes)
    {
        var rows = TallyRows.From(votes, OutcomePolicy.DecisiveOnly, seats: true);
        var connectivity = Connectivity.Of(rows);
        var likelihood = new BradleyTerryLikelihood(rows.Restrict(connectivity.Components[0]));
        var (point, newton, prior) = (likelihood.Start(), new Newton(likelihood), Prior.None(likelihood));
        var models = likelihood.Comparisons.Models.Length;
        if (models < 2 || !newton.TryMaximise(point, prior))
        {
            throw new FitException("The seat term has no finite estimate: it needs decisive votes from both seats among models that won and lost.");
        }

        return new(point[models], Math.Sqrt(newton.InverseInformation(prior)[models, models]));
    }
}
