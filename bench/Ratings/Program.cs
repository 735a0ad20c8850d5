using Arena.Ratings.Bench;
using Arena.Ratings.Engine;
using Arena.Ratings.VoteFiles;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Ratings -- PATH/TO/lmarena_140k/battles.csv.gz");
    return 2;
}

var battles = Baselines.Read(path);
var tally = Read();
var log = new VoteLog();
foreach (var (left, right, preference) in Enumerable.Repeat(battles, 12).SelectMany(again => again))
{
    log.Add(tally.IndexOf(left), tally.IndexOf(right), preference);
}

var fit = BradleyTerry.Fit(tally);
Console.WriteLine($"{tally.Votes:N0} votes, {tally.Models.Count} models, {Environment.ProcessorCount} processors; medians of runs in turn");
Console.WriteLine();
Console.WriteLine("| work | ours | processor time | baseline | ratio | baseline is |");
Console.WriteLine("|---|---|---|---|---|---|");

Report.Row(
    "exact fit with sandwich, aggregated votes", 21,
    () => SandwichIntervals.Of(BradleyTerry.Fit(tally), RatingScale.Default),
    () => Baselines.Iterate(tally, rounds: 1000),
    "1,000 rounds of Hunter's MM, no intervals");
Report.Row(
    "the same from the CSV file (.gz)", 11,
    () => SandwichIntervals.Of(BradleyTerry.Fit(Read()), RatingScale.Default),
    () => BradleyTerry.Fit(Baselines.Count(Baselines.Read(path))),
    "StreamReader, Split and a dictionary; the same fit, no intervals");
Report.Row(
    "1,000 bootstraps", 3,
    () => Bootstrap.Intervals(fit, RatingScale.Default, new(1000)),
    () => Baselines.Resample(battles, rounds: 20),
    "vote by vote, one thread, fitted from 0: 20 rounds times 50",
    scale: 50);
Report.Row(
    $"replay of {log.Count:N0} votes through Elo", 5,
    () => EloReplay.Play(log, tally.Models.Count, 32, 1500, OutcomePolicy.Default),
    () => Baselines.Play(battles, times: 12),
    "a loop over names and a dictionary");
return 0;

Tally Read()
{
    var query = new VoteQuery { RejectSelfPairs = true };
    var votes = new VoteSet(query);
    VoteFileReader.Read(path, query, votes);
    return votes.Tally;
}
