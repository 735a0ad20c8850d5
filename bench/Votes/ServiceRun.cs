using System.Collections.Immutable;
using System.Diagnostics;
using Arena.Contracts.Ratings;
using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Grpc.Net.Client;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Bench.Votes;

/// <summary>The service as a process of its own, and clients that vote over gRPC, each one vote after the other.</summary>
internal sealed class ServiceRun(string connectionString) : IAsyncDisposable
{
    private readonly int _grpc = FreePort.Next();
    private readonly int _http = FreePort.Next();
    private readonly OutputTail _tail = new();
    private ChildProcess? _process;

    /// <summary>Starts the service and returns when its schema is there.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(
            new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Arena.Ratings.dll")])
            {
                WorkingDirectory = AppContext.BaseDirectory,
                Environment = ImmutableDictionary<string, string?>.Empty
                    .Add("ConnectionStrings__ratings-db", connectionString)
                    .Add("Kestrel__Endpoints__http__Url", $"http://127.0.0.1:{_http}")
                    .Add("Kestrel__Endpoints__grpc__Url", $"http://127.0.0.1:{_grpc}")
                    .Add("Logging__LogLevel__Default", "Warning")
                    .Add("OTEL_EXPORTER_OTLP_ENDPOINT", null),
            },
            line => _tail.Add(line.Text));
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var health = await http.GetAsync(new Uri($"http://127.0.0.1:{_http}/health"));
                if (health.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (attempt < 600)
            {
                // not listening yet
            }

            await Task.Delay(100);
            if (attempt == 600)
            {
                throw new TimeoutException($"The service is not ready:\n{_tail}");
            }
        }
    }

    /// <summary>Votes acknowledged per second, over all clients.</summary>
    public async Task<double> VoteAsync(int clients, TimeSpan time, int first)
    {
        var ratings = new RatingsClient(GrpcChannel.ForAddress($"http://127.0.0.1:{_grpc}"));
        var (next, acknowledged, watch) = (first, 0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                var battle = Interlocked.Increment(ref next);
                await ratings.SubmitVoteAsync(new() { BattleId = $"bench-{battle}", Preference = Preference.Left, Session = $"voter-{battle}" });
                Interlocked.Increment(ref acknowledged);
            }
        })));
        return acknowledged / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
