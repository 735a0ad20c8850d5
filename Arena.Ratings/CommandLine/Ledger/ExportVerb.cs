using System.CommandLine;
using System.Text.Json;
using Arena.Ratings.Board.Votes;
using Arena.Ratings.Campaigns;
using Arena.Ratings.Exports;
using Arena.Ratings.Ledger;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>export FORMAT [--out FILE] …</c>: evidence as lines of JSON, and with a file a manifest beside it.</summary>
internal static class ExportVerb
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command Command()
    {
        var format = new Argument<string>("format") { Description = string.Join(", ", Exporter.Formats.Select(known => known.Name)) };
        var file = new Option<FileInfo?>("--out") { Description = "Where to; default standard output. A manifest is written beside it." };
        var (model, category, language) = (new Option<string?>("--model"), new Option<string?>("--category"), new Option<string?>("--language"));
        var (from, to) = (new Option<string?>("--from") { Description = "ISO 8601" }, new Option<string?>("--to") { Description = "ISO 8601, not included" });
        var campaign = new Option<string?>("--campaign") { Description = "Only votes of this campaign" };
        var quality = new Option<string?>("--quality") { Description = "rated (default), blind or all" };
        var split = new Option<string?>("--split") { Description = "train or test; default both" };
        var scrub = new Option<bool>("--scrub") { Description = "Replaces e-mail addresses, telephone numbers and the like." };
        var provenance = new Option<bool>("--provenance") { Description = "Adds a column that says where a line comes from." };
        var margin = new Option<int?>("--margin") { Description = "Least difference in stars; default 2" };
        var command = new Command("export", "Writes evidence for training or analysis.")
        {
            format, file, model, campaign, category, language, from, to, quality, split, scrub, provenance, margin,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var query = new ExportQuery
            {
                Model = parsed.GetValue(model),
                Campaign = parsed.GetValue(campaign),
                Category = parsed.GetValue(category),
                Language = parsed.GetValue(language),
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Quality = parsed.GetValue(quality),
                Split = parsed.GetValue(split),
                Scrub = parsed.GetValue(scrub),
                Provenance = parsed.GetValue(provenance),
                Margin = parsed.GetValue(margin),
            };
            var (filter, broken) = query.Parse();
            var (name, output, error) = (parsed.GetValue(format)!, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return filter is null
                ? throw new LedgerCommandException(broken!)
                : LedgerHost.RunAsync(
                    services => RunAsync(services, name, filter with { Size = int.MaxValue }, parsed.GetValue(file), output, ProgressBars.On(error), cancellationToken),
                    cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string name, ExportFilter filter, FileInfo? file, TextWriter output, ProgressBars progress, CancellationToken cancellationToken)
    {
        var format = Exporter.Find(name) ?? throw new LedgerCommandException($"'{name}' is not a format. Known: {string.Join(", ", Exporter.Formats.Select(known => known.Name))}.");
        if (Exporter.Broken(format, filter) is { } broken)
        {
            throw new LedgerCommandException(broken);
        }

        if (filter.Campaign is { } campaign && await services.GetRequiredService<CampaignProgress>().FindAsync(campaign, cancellationToken) is null)
        {
            throw new LedgerCommandException($"There is no campaign '{campaign}'.");
        }

        var store = new VoteStore();
        await new ChainReader(services.GetRequiredService<LedgerContext>()).ReadAsync(store, cancellationToken);
        store.Flag();
        var scope = ExportScope.Of(store, filter);
        var exporter = services.GetRequiredService<Exporter>();
        using var bar = progress.Start("exporting", scope.Until);
        var done = 0L;
        await using var target = file is null ? output : new StreamWriter(file.Create());
        await foreach (var line in exporter.LinesAsync(format, filter, scope, cancellationToken))
        {
            await target.WriteAsync(System.Text.Encoding.UTF8.GetString(line.Json).AsMemory(), cancellationToken);
            await target.WriteAsync('\n');
            bar.Add(line.Position - Interlocked.Exchange(ref done, line.Position));
        }

        if (file is not null)
        {
            var manifest = await exporter.ManifestAsync(format, filter, scope, cancellationToken);
            await File.WriteAllTextAsync($"{file.FullName}.manifest.json", JsonSerializer.Serialize(manifest, Json), cancellationToken);
            await output.WriteLineAsync($"{manifest.Rows} lines ({manifest.TrainRows} train, {manifest.TestRows} test), {manifest.Bytes} bytes, sha256 {manifest.Sha256}");
        }

        return 0;
    }
}
