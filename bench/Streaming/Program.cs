using System.Globalization;
using Arena.Bench.Streaming;

// What stands between a client and a stream of tokens costs, as ratios to bare YARP in the same run. See bench/README.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is [BareYarp.Verb, var listen, var upstream])
{
    await BareYarp.RunAsync(listen, upstream);
    return;
}

const int Rounds = 3;
await using var stage = await Stage.StartAsync();
foreach (var path in stage.Paths)
{
    await Load.StreamsAsync(path); // compiles what is used, and opens the connections
    await Load.ShortRequestsAsync(path);
}

var results = stage.Paths.ToDictionary(path => path, _ => new List<Result>());
for (var round = 0; round < Rounds; round++)
{
    foreach (var path in stage.Paths)
    {
        results[path].Add(await Result.OfAsync(path));
    }
}

Report.Write(Console.Out, [.. stage.Paths.Select(path => (path, Result.Median(results[path])))]);
