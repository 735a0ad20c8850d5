using System.Collections.Immutable;
using Arena.LocalServers;
using Arena.LocalServers.Processes;

namespace Arena.Bench.Documents;

/// <summary>The ledger's service, and in front of it a web process for each reader of PDF.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly List<ChildProcess> _processes = [];
    private readonly Dictionary<string, HttpClient> _readers = [];

    /// <summary>The web process of each.</summary>
    public IReadOnlyDictionary<string, HttpClient> Readers => _readers;

    public static async Task<Stage> StartAsync(string database, IEnumerable<string> readers)
    {
        var stage = new Stage();
        try
        {
            var ledger = Address();
            using var ratings = await stage.StartProjectAsync("Arena.Ratings", "health", new()
            {
                ["ConnectionStrings__ratings-db"] = database,
                ["Kestrel__Endpoints__grpc__Url"] = ledger,
            });
            foreach (var reader in readers)
            {
                stage._readers[reader] = await stage.StartProjectAsync("Arena.Web", "alive", new()
                {
                    ["Documents__PdfReader"] = reader,
                    ["services__ratings__grpc__0"] = ledger,
                });
            }

            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var web in _readers.Values)
        {
            web.Dispose();
        }

        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.StopAsync(Grace);
            await process.DisposeAsync();
        }
    }

    /// <summary>The project as it was built with this one, once it says that it is there.</summary>
    private async Task<HttpClient> StartProjectAsync(string project, string probe, Dictionary<string, string?> environment)
    {
        var address = Address();
        environment["Kestrel__Endpoints__http__Url"] = address;
        environment["Logging__LogLevel__Default"] = "Critical";
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = null;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", project));
        _processes.Add(ChildProcess.Start(
            new ProcessCommand("dotnet", [Path.Combine(folder, "bin", configuration, "net10.0", $"{project}.dll")])
            {
                WorkingDirectory = folder,
                Environment = environment.ToImmutableDictionary(),
            },
            line => Console.Error.WriteLine(line.Text)));
        var http = new HttpClient { BaseAddress = new(address) };
        using var limit = new CancellationTokenSource(Limit);
        while (!await AnswersAsync(http, probe, limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }

        return http;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string probe, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(probe, UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not up yet
        }
    }

    private static string Address() => $"http://127.0.0.1:{FreePort.Next()}";
}
