using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Arena.Browser.Tests.Stage;

/// <summary>Arena.Web as it is built, in a process of its own that can be killed and started again at the same address.</summary>
internal sealed class WebProcess(string grpc, string http) : IAsyncDisposable
{
    /// <summary>As the scenarios know it.</summary>
    private const string AdminKey = "the-key-of-the-browser-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly int _port = FreePort();
    private Process? _process;

    public string Url => $"http://127.0.0.1:{_port}";

    public string Output => string.Join('\n', _output);

    public void ForgetOutput() => _output.Clear();

    /// <summary>Whether the pages ask on an owner's behalf.</summary>
    public static bool IsOwner(HttpRequest request) => request.Headers["x-admin-key"] == AdminKey;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var program = Paths.Of("ArenaWeb");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Kestrel__Endpoints__http__Url"] = Url;
        // A kill must not look like a fault that lasts: the battle of a lost process is taken over soon.
        start.Environment["Battles__Lease"] = "00:00:01";
        start.Environment["Arena__Admin__Key"] = AdminKey;
        foreach (var service in (string[])["router", "inference", "ratings"])
        {
            start.Environment[$"services__{service}__grpc__0"] = grpc;
            start.Environment[$"services__{service}__http__0"] = http;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilAliveAsync(_process, cancellationToken);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task WaitUntilAliveAsync(Process process, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new(Url) };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync("/alive", cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
