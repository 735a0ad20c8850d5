namespace Arena.Ratings.Engine;

/// <summary>
/// Votes counted per ordered pair (left, right) and outcome: all that Bradley–Terry and Davidson need to know of them. One more vote is one
/// increment, and the order of votes leaves no trace. Weighted votes add Σw and Σw², from which likelihood and sandwich are exact.
/// Not thread-safe.
/// </summary>
public sealed class Tally
{
    internal const int Outcomes = 4;

    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _models = [];
    private readonly Dictionary<(int Left, int Right), int> _byPair = [];
    private readonly List<PairTally> _pairs = [];

    /// <summary>Names by index, in the order in which they were first seen.</summary>
    public IReadOnlyList<string> Models => _models;

    /// <summary>Every ordered pair that met, in the order in which it was first seen.</summary>
    public IReadOnlyList<PairTally> Pairs => _pairs;

    /// <summary>All votes, whatever their outcome.</summary>
    public long Votes { get; private set; }

    /// <summary>Whether some vote weighs other than 1.</summary>
    public bool Weighted { get; private set; }

    /// <summary>Self-pairs that were left out. They are in no count and no fit; arena-rank's regularisation counts them.</summary>
    public long RejectedSelfPairs { get; private set; }

    /// <summary>The index of a model, which is added when it is new.</summary>
    public int IndexOf(string model)
    {
        if (!_byName.TryGetValue(model, out var index))
        {
            index = _models.Count;
            _byName.Add(model, index);
            _models.Add(model);
        }

        return index;
    }

    /// <inheritdoc cref="Add(int, int, Preference, long)"/>
    public void Add(string left, string right, Preference preference, long count = 1) => Add(IndexOf(left), IndexOf(right), preference, count);

    /// <summary>Counts votes of weight 1.</summary>
    /// <param name="left">Index of the model shown on the left.</param>
    /// <param name="right">Index of the model shown on the right.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="SelfPairException">Both sides are the same model.</exception>
    public void Add(int left, int right, Preference preference, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Pair(left, right).Add(preference, count, count, count);
        Votes += count;
    }

    /// <summary>Counts one vote with a weight, for instance an inverse propensity.</summary>
    /// <param name="weight">Above 0, finite.</param>
    /// <exception cref="SelfPairException">Both sides are the same model.</exception>
    public void AddWeighted(int left, int right, Preference preference, double weight)
    {
        if (weight is not (> 0 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is above 0 and finite.");
        }

        Pair(left, right).Add(preference, 1, weight, weight * weight);
        Weighted = true;
        Votes++;
    }

    /// <summary>Notes a vote on one model against itself, which is not counted.</summary>
    public void RejectSelfPair() => RejectedSelfPairs++;

    /// <summary>Votes per model that a policy counts, by index.</summary>
    public long[] Battles(OutcomePolicy policy)
    {
        var battles = new long[_models.Count];
        foreach (var pair in _pairs)
        {
            foreach (var outcome in Enum.GetValues<Preference>().Where(policy.Counts))
            {
                battles[pair.Left] += pair.Count(outcome);
                battles[pair.Right] += pair.Count(outcome);
            }
        }

        return battles;
    }

    private PairTally Pair(int left, int right)
    {
        if (_byPair.TryGetValue((left, right), out var known))
        {
            return _pairs[known];
        }

        if (left == right)
        {
            throw new SelfPairException(_models[left]);
        }

        var pair = new PairTally(left, right);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(left, right), _models.Count);
        _byPair.Add((left, right), _pairs.Count);
        _pairs.Add(pair);
        return pair;
    }
}
