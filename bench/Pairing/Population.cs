using Arena.Ratings.Engine;

namespace Arena.Bench.Pairing;

/// <summary>What the voters judge.</summary>
/// <param name="Spread">Standard deviation of the true strengths, natural log; 1 is 174 points.</param>
/// <param name="Newcomers">Models without a vote that join a board of the others, which have <see cref="Population.EarlierVotes"/>.</param>
internal sealed record Scenario(string Name, double Spread, int Newcomers);

/// <summary>Models with known strengths, and voters who vote as Bradley and Terry say, one in four a tie.</summary>
internal sealed class Population
{
    public const int Models = 20;
    public const int EarlierVotes = 6000;
    public const double TargetHalfWidth = 30;

    private const double TieShare = 0.25;

    private readonly Random _random;
    private readonly double[] _strengths;

    public Population(Scenario scenario, int seed)
    {
        _random = new(seed);
        _strengths = [.. Enumerable.Range(0, Models).Select(_ => scenario.Spread * Gauss())];
        Ids = [.. Enumerable.Range(0, Models).Select(i => $"m{i:00}")];
        for (var i = 0; i < (scenario.Newcomers > 0 ? EarlierVotes : 0); i++)
        {
            var one = _random.Next(scenario.Newcomers, Models);
            var other = _random.Next(scenario.Newcomers, Models - 1);
            Vote(Ids[one], Ids[other < one ? other : other + 1]);
        }
    }

    public static IReadOnlyList<Scenario> Scenarios { get; } =
    [
        new("two join a board, close strengths (87 points)", 0.5, 2),
        new("two join a board (174 points)", 1, 2),
        new("two join a board, wide (261 points)", 1.5, 2),
        new("all start at once (174 points)", 1, 0),
    ];

    public IReadOnlyList<string> Ids { get; }

    public Tally Votes { get; } = new();

    public void Vote(string one, string other)
    {
        var (left, right) = _random.Next(2) == 0 ? (one, other) : (other, one);
        var lead = Strength(left) - Strength(right);
        Votes.Add(
            left,
            right,
            _random.NextDouble() < TieShare ? Preference.Tie
            : _random.NextDouble() < 1 / (1 + Math.Exp(-lead)) ? Preference.Left
            : Preference.Right);
    }

    private double Strength(string id) => _strengths[int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)];

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
