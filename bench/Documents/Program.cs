using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Arena.Bench.Documents;
using Arena.Compare.Tests.Documents;
using Arena.LocalServers.Postgres;

// From the upload of a PDF of twenty pages to its text, as ratios to a bare pdftotext in the same run. See bench/README.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const int Pages = 20;
const int Lines = 40;
var rounds = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 15;
if (BarePdfToText.Find() is not { } program)
{
    Console.WriteLine("Skipped: there is no pdftotext on this machine (on Debian it comes with the package poppler-utils).");
    return 0;
}

await using var database = await LocalPostgres.StartAsync(new() { ThrowAway = false });
await using var stage = await Stage.StartAsync(await database.CreateDatabaseAsync("documents"), ["pdftotext", "pdfjs"]);
var seconds = stage.Readers.Keys.Prepend(BarePdfToText.Name).ToDictionary(name => name, _ => new List<double>());
for (var round = 0; round <= rounds; round++)
{
    foreach (var (name, times) in seconds)
    {
        // Each upload is another document: one that is known would be stored already.
        var file = Corpus.Pdf([.. Enumerable.Range(1, Pages).Select(page => Enumerable.Range(1, Lines)
            .Select(line => $"{name} {round}, page {page}, line {line}: the quick brown fox jumps over the lazy dog.").ToArray())]);
        var started = Stopwatch.GetTimestamp();
        var pages = stage.Readers.TryGetValue(name, out var web) ? await UploadAsync(web, file) : await BarePdfToText.PagesAsync(program, file);
        if (round > 0) // the first one compiles what is used
        {
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        if (pages != Pages)
        {
            throw new InvalidOperationException($"{name} found {pages} pages: {Pages} are expected.");
        }
    }
}

var bare = Median(seconds[BarePdfToText.Name]);
Console.WriteLine($"{Pages} pages of {Lines} lines, {rounds} rounds, medians");
Console.WriteLine("| path | s | longest, s | ratio |\n|---|---|---|---|");
foreach (var (name, times) in seconds)
{
    Console.WriteLine($"| {(name == BarePdfToText.Name ? name : $"upload, {name}")} | {Median(times):F3} | {times.Max():F3} | {Median(times) / bare:F1} |");
}

return seconds.Values.Max(Median) < 2 ? 0 : 1;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static async Task<int> UploadAsync(HttpClient web, byte[] file)
{
    using var form = new MultipartFormDataContent();
    using var content = new ByteArrayContent(file);
    form.Add(content, "file", "report.pdf");
    using var response = await web.PostAsync(new Uri("api/documents", UriKind.Relative), form);
    await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
    using var answer = await JsonDocument.ParseAsync(body);
    return answer.RootElement.GetProperty("pages").GetArrayLength();
}
