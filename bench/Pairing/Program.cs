using Arena.Bench.Pairing;

const int Seeds = 10;

Console.WriteLine($"Votes until every model's 95 % interval is within ±{Population.TargetHalfWidth} points; mean of {Seeds} populations of {Population.Models} models.");
Console.WriteLine("| population | uniform | informative | fewer votes |");
Console.WriteLine("|---|---|---|---|");
foreach (var scenario in Population.Scenarios)
{
    var uniform = Mean(scenario, Trial.Uniform);
    var informative = Mean(scenario, Trial.Informative);
    Console.WriteLine(FormattableString.Invariant($"| {scenario.Name} | {uniform:N0} | {informative:N0} | {1 - (informative / uniform):P0} |"));
}

static double Mean(Scenario scenario, Func<Arena.Router.Pairing.PairEvidence, Arena.Router.Pairing.IPairPolicy> policy)
{
    var votes = new double[Seeds];
    Parallel.For(0, Seeds, seed => votes[seed] = new Trial(scenario, seed).VotesNeeded(policy));
    return votes.Average();
}
