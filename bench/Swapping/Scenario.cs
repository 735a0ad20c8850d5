namespace Arena.Bench.Swapping;

/// <summary>A node, and who asks it for what.</summary>
/// <param name="Name">What is printed.</param>
/// <param name="VramMib">Memory of the node.</param>
/// <param name="Models">What it serves.</param>
/// <param name="Requests">The models that are asked for, in this order.</param>
/// <param name="Clients">How many requests are under way at a time.</param>
internal sealed record Scenario(string Name, int VramMib, IReadOnlyList<ScenarioModel> Models, IReadOnlyList<string> Requests, int Clients)
{
    private static readonly ScenarioModel[] Pair = [new("sim-dune", 8000, 0.25), new("sim-ember", 8000, 0.25)];

    /// <summary>A B A B …, with a memory that holds one of them.</summary>
    public static Scenario Alternating(string name, int requests, int clients) =>
        new(name, 8000, Pair, [.. Enumerable.Range(0, requests).Select(i => Pair[i % 2].Name)], clients);

    /// <summary>The same requests, grouped by model: what nobody who takes them as they come can beat.</summary>
    public Scenario Grouped() => this with { Requests = [.. Requests.OrderDescending(StringComparer.Ordinal)] }; // the last one is in memory

    /// <summary>Five models of different size, cost and demand, with a memory for about half of them.</summary>
    public static Scenario Mixed(int requests, int clients)
    {
        ScenarioModel[] models =
        [
            new("sim-aurora", 8000, 0.8), new("sim-basalt", 6000, 0.1), new("sim-cobalt", 4000, 0.6), new("sim-dune", 4000, 0.05), new("sim-ember", 2000, 0.4),
        ];
        double[] demand = [0.3, 0.1, 0.3, 0.1, 0.2];
        var random = new Random(42);
        var asked = Enumerable.Range(0, requests).Select(_ =>
        {
            var at = random.NextDouble();
            var model = 0;
            while (model < demand.Length - 1 && (at -= demand[model]) >= 0)
            {
                model++;
            }

            return models[model].Name;
        });
        return new("mixed", 14_000, models, [.. asked], clients);
    }
}

/// <summary>A model of the node.</summary>
/// <param name="WakeSeconds">What loading, and also unloading, takes.</param>
internal sealed record ScenarioModel(string Name, int VramMib, double WakeSeconds);

/// <summary>How the node is shared.</summary>
internal sealed record Policy(string Name, string Queue, string Eviction)
{
    public static readonly Policy Gdsf = new("collate, gdsf", "Collate", "gdsf");
    public static readonly Policy Lru = new("collate, lru", "Collate", "lru");
    public static readonly Policy Fifo = new("collate, fifo", "Collate", "fifo");
    public static readonly Policy FirstComeLru = new("first come, lru", "FirstCome", "lru");
    public static readonly Policy FirstComeFifo = new("first come, fifo", "FirstCome", "fifo");
}
