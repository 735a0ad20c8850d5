using System.Globalization;
using Arena.Bench.Swapping;

// Three loads on a node whose memory is too small, each under several policies. The figures of one load belong to one run on one machine;
// the ratios are what is to be read.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var queued = Scenario.Alternating("queued", requests: 24, clients: 24);
var flowing = Scenario.Alternating("flowing", requests: 60, clients: 12);
var mixed = Scenario.Mixed(requests: 60, clients: 3);

Console.WriteLine($"{"load",-10} {"policy",-20} {"seconds",8} {"ratio",6} {"loads",6} {"errors",6} {"longest",8}");
foreach (var scenario in new[] { queued, flowing })
{
    var grouped = await Run.OfAsync(scenario.Grouped(), Policy.Gdsf);
    Print(scenario.Name, "grouped by hand", grouped, grouped);
    foreach (var policy in new[] { Policy.Gdsf, Policy.FirstComeLru, Policy.FirstComeFifo })
    {
        Print(scenario.Name, policy.Name, await Run.OfAsync(scenario, policy), grouped);
    }
}

Run? first = null;
foreach (var policy in new[] { Policy.Gdsf, Policy.Lru, Policy.Fifo })
{
    var run = await Run.OfAsync(mixed, policy);
    Print(mixed.Name, policy.Name, run, first ??= run);
}

static void Print(string load, string policy, Run run, Run reference) => Console.WriteLine(
    $"{load,-10} {policy,-20} {run.Seconds,8:F1} {run.Seconds / reference.Seconds,6:F2} {run.Loads,6} {run.Errors,6} {run.Longest,8:F1}");
