namespace Arena.Ratings.Engine;

/// <summary>From rows to strengths: connectivity, Newton, and what to do with models that have no finite strength.</summary>
internal static class Fitter
{
    /// <summary>The ridge for what the likelihood cannot rate: a standard deviation of 174 points.</summary>
    private const double OutsiderRidge = 1;

    public static PairwiseFit Fit(Comparisons rows, FitOptions options, Func<Comparisons, ILikelihood> likelihood, PositionBias? bias)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Ridge);
        if (options.Reweighted)
        {
            PairBalance.Apply(rows);
        }

        var job = new Job(rows, options, likelihood, Connectivity.Of(rows), bias);
        if (options.Ridge > 0)
        {
            return job.WithRidge(options.Ridge, exact: true) ?? throw NotFound(rows);
        }

        return (job.Connectivity.Components[0].Count > 1 ? job.OfCore() : null) ?? job.WithRidge(OutsiderRidge, exact: false) ?? throw NotFound(rows);
    }

    private static FitException NotFound(Comparisons rows) =>
        new($"No maximum of the likelihood was found for {rows.Votes} votes on {rows.Models.Length} models; a ridge would make it finite.");

    private sealed record Job(
        Comparisons Rows, FitOptions Options, Func<Comparisons, ILikelihood> Likelihood, Connectivity Connectivity, PositionBias? Bias)
    {
        /// <summary>Maximum likelihood for the largest component, and the rest around it.</summary>
        public PairwiseFit? OfCore()
        {
            var core = Rows.Restrict(Connectivity.Components[0]);
            var likelihood = Likelihood(core);
            var (prior, point, newton) = (Prior.None(likelihood), likelihood.Start(), new Newton(likelihood));
            return newton.TryMaximise(point, prior)
                ? new(likelihood, prior, point, newton)
                {
                    Connectivity = Connectivity,
                    Votes = Rows.Votes,
                    Outsiders = Connectivity.IsConnected ? [] : Outsiders(core, point),
                    PositionBias = Bias,
                }
                : null;
        }

        public PairwiseFit? WithRidge(double ridge, bool exact)
        {
            var likelihood = Likelihood(Rows);
            var prior = Prior.None(likelihood);
            for (var model = 0; model < Rows.Models.Length; model++)
            {
                prior.Precision[model] = ridge;
                prior.Centre[model] = Options.Parent?.GetValueOrDefault(Rows.Models[model]) ?? 0;
            }

            var (point, newton) = (likelihood.Start(), new Newton(likelihood));
            return newton.TryMaximise(point, prior)
                ? new(likelihood, prior, point, newton)
                {
                    Connectivity = Connectivity,
                    Votes = Rows.Votes,
                    Ridge = ridge,
                    IsExact = exact,
                    PositionBias = Bias,
                }
                : null;
        }

        /// <summary>Holds the core where it is and lets the others find their place around its mean.</summary>
        private Outsider[] Outsiders(Comparisons core, double[] corePoint)
        {
            var likelihood = Likelihood(Rows);
            var (prior, point, newton) = (new Prior(likelihood.Parameters), likelihood.Start(), new Newton(likelihood));
            var mean = corePoint.AsSpan(0, core.Models.Length).ToArray().Average();
            Array.Fill(prior.Held, true);
            corePoint.AsSpan(core.Models.Length).CopyTo(point.AsSpan(Rows.Models.Length)); // what belongs to no model
            for (var model = 0; model < Rows.Models.Length; model++)
            {
                var inCore = Array.BinarySearch(core.Models, Rows.Models[model], StringComparer.Ordinal);
                point[model] = inCore >= 0 ? corePoint[inCore] - mean : 0;
                prior.Held[model] = inCore >= 0;
                prior.Precision[model] = inCore >= 0 ? 0 : OutsiderRidge;
            }

            if (!newton.TryMaximise(point, prior))
            {
                throw NotFound(Rows);
            }

            var (variances, battles) = (newton.InverseInformation(prior), Rows.Battles());
            return
            [
                .. Enumerable.Range(0, Rows.Models.Length).Where(model => !prior.Held[model])
                    .Select(model => new Outsider(Rows.Models[model], point[model], variances[model, model], battles[model])),
            ];
        }
    }
}
