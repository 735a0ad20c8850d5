using System.CommandLine;
using System.IO.Compression;
using Arena.Ratings.Imports;
using Arena.Ratings.Ledger.Chain;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>import FILE…</c>: a FastChat vote log or the public 140k schema, also <c>.gz</c>; exit code 1 when a line was rejected.</summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var files = new Argument<FileInfo[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "FastChat vote logs or NDJSON of the 140k schema, also .gz" };
        var command = new Command("import", "Brings votes of other arenas into the ledger.") { files };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return LedgerHost.RunAsync(
                services => RunAsync(services, parsed.GetValue(files)!, output, ProgressBars.On(error), cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, FileInfo[] files, TextWriter output, IProgressBars progress, CancellationToken cancellationToken)
    {
        var rejected = 0L;
        foreach (var file in files)
        {
            using var bar = progress.Start($"importing {file.Name}", file.Length);
            await using var stream = file.OpenRead();
            await using Stream text = file.Extension is ".gz" ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            using var reader = new StreamReader(text);
            var done = 0L;
            var report = await services.GetRequiredService<BattleImporter>().ImportAsync(
                reader, _ => bar.Add(stream.Position - Interlocked.Exchange(ref done, stream.Position)), cancellationToken);
            await WriteAsync(file, report, output);
            rejected += report.Rejected;
        }

        while (await services.GetRequiredService<LedgerSealer>().SealAsync(cancellationToken) > 0)
        {
            // a service that runs beside this one may seal as well
        }

        return rejected == 0 ? 0 : 1;
    }

    private static async Task WriteAsync(FileInfo file, ImportReport report, TextWriter output)
    {
        foreach (var (line, reason) in report.RejectedLines)
        {
            await output.WriteLineAsync($"{file.Name}:{line}: {reason}");
        }

        foreach (var (reason, battles) in report.NotRated)
        {
            await output.WriteLineAsync($"{battles} kept and not rated: {reason}");
        }

        await output.WriteLineAsync(
            $"{file.Name}: {report.Lines} lines, {report.Imported} votes imported, {report.Known} known already, {report.NoVotes} no votes, {report.Rejected} rejected");
    }
}
