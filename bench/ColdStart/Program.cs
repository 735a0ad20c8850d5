using System.Collections.Immutable;
using Arena.Bench.ColdStart;
using Arena.LocalServers;
using Arena.LocalServers.Processes;

// Cold start of the whole stack from built binaries, against that of the gateway alone in the same run. See bench/README.md.
var runs = args is [var text, ..] && int.TryParse(text, out var count) && count > 0 ? count : 5;
var repository = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(repository.FullName, "Arena.sln")))
{
    repository = repository.Parent ?? throw new InvalidOperationException("This program runs inside the repository.");
}

var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
var environment = ImmutableDictionary<string, string?>.Empty.Add("DOTNET_ENVIRONMENT", "Development").Add("ASPNETCORE_ENVIRONMENT", "Development");

var (alone, empty, kept) = (new List<double>(), new List<double>(), new List<double>());
for (var run = 0; run < runs; run++)
{
    alone.Add(await GatewayAloneAsync());
    var store = ServerFolder.CreateTemporary("bench");
    empty.Add(await StackAsync(store));
    kept.Add(await StackAsync(store));
    ServerFolder.DeleteTemporary(store);
    Console.Error.WriteLine($"run {run + 1} of {runs}: gateway alone {alone[^1]:F2} s, stack on an empty folder {empty[^1]:F2} s, on its data {kept[^1]:F2} s");
}

Console.WriteLine($"""
    | start ({configuration}, median of {runs}, {Environment.ProcessorCount} cores) | seconds | min – max | × gateway alone |
    |---|---|---|---|
    {Row("gateway alone, `/alive`", alone)}
    {Row("stack on an empty folder, gateway `/health`", empty)}
    {Row("stack on its data, gateway `/health`", kept)}
    """);

string Row(string name, List<double> seconds) =>
    $"| {name} | {Median(seconds):F2} | {seconds.Min():F2} – {seconds.Max():F2} | {Median(seconds) / Median(alone):F1} |";

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

Task<double> GatewayAloneAsync()
{
    var port = FreePort.Next();
    return StartedProgram.TimeAsync(
        DotNet("Arena.Gateway", $"--Kestrel:Endpoints:http:Url=http://127.0.0.1:{port}"), new($"http://127.0.0.1:{port}/alive"));
}

Task<double> StackAsync(string store)
{
    var port = FreePort.Next();
    return StartedProgram.TimeAsync(
        DotNet("Arena.AppHost", $"--Arena:Port={port}", $"--Aspire:Store:Path={store}", "--Arena:Models=simulated", "--no-dashboard"), new($"http://127.0.0.1:{port}/health"));
}

ProcessCommand DotNet(string project, params string[] arguments) =>
    new("dotnet", ["exec", Path.Combine(repository.FullName, project, "bin", configuration, "net10.0", $"{project}.dll"), .. arguments])
    {
        WorkingDirectory = Path.Combine(repository.FullName, project),
        Environment = environment,
    };
