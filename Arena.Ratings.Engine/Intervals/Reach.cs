namespace Arena.Ratings.Engine;

/// <summary>The strongly connected component of one model, without allocating: see <see cref="Connectivity"/>.</summary>
internal sealed class Reach(Comparisons comparisons)
{
    private readonly bool[] _upwards = new bool[comparisons.Models.Length];
    private readonly bool[] _downwards = new bool[comparisons.Models.Length];

    public bool Contains(int model) => _upwards[model] && _downwards[model];

    public void From(int model)
    {
        Spread(_upwards, model, lostBy: 0);
        Spread(_downwards, model, lostBy: 2);
    }

    /// <summary>Goes on through all rows until nothing new is reached: two or three passes where most pairs have met.</summary>
    /// <param name="lostBy">The outcome that leads from left to right: 0 upwards (the right side scored), 2 downwards.</param>
    private void Spread(bool[] reached, int start, int lostBy)
    {
        Array.Clear(reached);
        reached[start] = true;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var row = 0; row < comparisons.Rows; row++)
            {
                ref var left = ref reached[comparisons.Left[row]];
                ref var right = ref reached[comparisons.Right[row]];
                if (left == right)
                {
                    continue;
                }

                var outcomes = comparisons.Weights.AsSpan(row * Comparisons.Outcomes, Comparisons.Outcomes);
                if (outcomes[1] + outcomes[left ? lostBy : 2 - lostBy] > 0)
                {
                    left = right = changed = true;
                }
            }
        }
    }
}
