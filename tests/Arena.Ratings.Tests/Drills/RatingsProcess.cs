using System.Diagnostics;
using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Grpc.Net.Client;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Ratings.Tests.Drills;

/// <summary>The service as a process of its own, that can be killed and comes back at the same address.</summary>
internal sealed class RatingsProcess(string connectionString) : IAsyncDisposable
{
    private readonly int _http = FixedPort.Next();
    private readonly int _grpc = FixedPort.Next();
    private readonly OutputTail _tail = new();
    private ChildProcess? _process;

    public RatingsClient CreateClient() => new(GrpcChannel.ForAddress($"http://127.0.0.1:{_grpc}"));

    public void Start() => _process = ChildProcess.Start(
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Arena.Ratings.dll")])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = System.Collections.Immutable.ImmutableDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__ratings-db"] = connectionString,
                ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{_http}",
                ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{_grpc}",
                ["Logging__LogLevel__Default"] = "Error",
                ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "None",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null,
            }),
        },
        line => _tail.Add(line.Text));

    /// <summary>SIGKILL, and a new one.</summary>
    public async Task KillAndStartAsync()
    {
        using (var process = Process.GetProcessById(_process!.Id))
        {
            process.Kill();
        }

        await _process.Exited;
        await _process.DisposeAsync();
        Start();
    }

    public override string ToString() => _tail.ToString();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
