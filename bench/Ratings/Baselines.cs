using System.IO.Compression;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Bench;

/// <summary>What one would write first: correct, and without thought of speed.</summary>
internal static class Baselines
{
    public static List<(string Left, string Right, Preference Preference)> Read(string path)
    {
        var battles = new List<(string, string, Preference)>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine()?.Split(',') is { } fields)
        {
            if (fields[1] != fields[2])
            {
                battles.Add((fields[1], fields[2], fields[3] switch
                {
                    "model_a" => Preference.Left,
                    "model_b" => Preference.Right,
                    "tie" => Preference.Tie,
                    _ => Preference.BothBad,
                }));
            }
        }

        return battles;
    }

    public static Tally Count(IEnumerable<(string Left, string Right, Preference Preference)> battles)
    {
        var tally = new Tally();
        foreach (var (left, right, preference) in battles)
        {
            tally.Add(left, right, preference);
        }

        return tally;
    }

    /// <summary>Hunter's MM: π_i ← W_i / Σ_j n_ij / (π_i + π_j). A thousand rounds reach a part in a million on the public votes.</summary>
    public static double[] Iterate(Tally tally, int rounds)
    {
        var powers = new double[tally.Models.Count];
        Array.Fill(powers, 1);
        for (var round = 0; round < rounds; round++)
        {
            var (wins, norms) = (new double[powers.Length], new double[powers.Length]);
            foreach (var pair in tally.Pairs)
            {
                var half = (pair.Count(Preference.Tie) + pair.Count(Preference.BothBad)) / 2.0;
                var (left, right) = (pair.Count(Preference.Left) + half, pair.Count(Preference.Right) + half);
                wins[pair.Left] += left;
                wins[pair.Right] += right;
                norms[pair.Left] += (left + right) / (powers[pair.Left] + powers[pair.Right]);
                norms[pair.Right] += (left + right) / (powers[pair.Left] + powers[pair.Right]);
            }

            powers = [.. wins.Zip(norms, (won, norm) => won / norm)];
        }

        return powers;
    }

    /// <summary>Draws every vote by itself and fits from the start.</summary>
    public static void Resample(List<(string Left, string Right, Preference Preference)> battles, int rounds)
    {
        var random = new Random(1);
        for (var round = 0; round < rounds; round++)
        {
            BradleyTerry.Fit(Count(Enumerable.Range(0, battles.Count).Select(_ => battles[random.Next(battles.Count)])), new() { Ridge = 1e-3 });
        }
    }

    public static Dictionary<string, double> Play(List<(string Left, string Right, Preference Preference)> battles, int times)
    {
        var ratings = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var round = 0; round < times; round++)
        {
            foreach (var (left, right, preference) in battles)
            {
                var (a, b) = (ratings.GetValueOrDefault(left, 1500), ratings.GetValueOrDefault(right, 1500));
                var change = 32 * (preference.LeftScore() - (1 / (1 + Math.Pow(10, (b - a) / 400))));
                ratings[left] = a + change;
                ratings[right] = b - change;
            }
        }

        return ratings;
    }
}
