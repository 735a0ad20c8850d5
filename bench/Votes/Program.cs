using System.Globalization;
using Arena.Bench.Votes;
using Arena.LocalServers.Postgres;

// Durable votes per second: the service with so many clients against pgbench with one transaction per vote, on one server in one run.
//   dotnet run -c Release --project bench/Votes [-- CLIENTS SECONDS ROUNDS]
var numbers = args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
var (clients, time, rounds) = (numbers.ElementAtOrDefault(0) is > 0 and var c ? c : 64, TimeSpan.FromSeconds(numbers.ElementAtOrDefault(1) is > 0 and var s ? s : 8), numbers.ElementAtOrDefault(2) is > 0 and var r ? r : 3);
if (PgBench.Find() is not { } pgbench)
{
    Console.WriteLine("Skipped: there is no pgbench on this machine (on Debian it comes with the package postgresql-client or postgresql).");
    return 0;
}

const int BattlesPerSecond = 12_000;
var battles = (int)(BattlesPerSecond * ((time.TotalSeconds * rounds) + 2));
await using var server = await LocalPostgres.StartAsync(new() { ThrowAway = false });
var (ours, theirs) = (await server.CreateDatabaseAsync("service"), await server.CreateDatabaseAsync("pgbench"));
await using (var migrating = new ServiceRun(theirs))
{
    await migrating.StartAsync();
}

await using var service = new ServiceRun(ours);
await service.StartAsync();
await BenchDatabase.SeedAsync(ours, battles);
await BenchDatabase.SeedAsync(theirs, battles);
Console.WriteLine($"{clients} clients, {time.TotalSeconds:F0} s per run, {battles} battles, half of them with one popular model");

await service.VoteAsync(clients, TimeSpan.FromSeconds(2), first: 0); // warm
var ratios = new List<double>();
for (var round = 1; round <= rounds; round++)
{
    var votes = await service.VoteAsync(clients, time, first: (int)(battles * (double)round / (rounds + 1)));
    var transactions = await PgBench.RunAsync(pgbench, theirs, clients, time);
    ratios.Add(votes / transactions);
    Console.WriteLine($"round {round}: service {votes,8:F0} votes/s, pgbench {transactions,8:F0} votes/s, ratio {ratios[^1]:F2}");
}

Console.WriteLine($"median ratio {ratios.Order().ElementAt(rounds / 2):F2}; {await BenchDatabase.VotesAsync(ours)} votes durable");
return ratios.Order().ElementAt(rounds / 2) >= 1 ? 0 : 1;
