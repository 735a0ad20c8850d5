using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Arena.GrpcTests.NodePeer))]

namespace Arena.GrpcTests;

/// <summary>The process in <c>Peer/</c>: grpc-js as server and as client, and a server that breaks the protocol on purpose.</summary>
public sealed class NodePeer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _pending = [];
    private readonly SemaphoreSlim _inputLock = new(1, 1);
    private Process? _process;
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    public Uri Server { get; private set; } = null!;

    public Uri RawServer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("node", ["peer.mjs", .. Setting("ProtoFiles").Split(';')])
        {
            WorkingDirectory = Setting("PeerFolder"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var first = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The peer ended at once.");
        var ports = JsonNode.Parse(first)!;
        Server = AddressOf(ports["port"]!);
        RawServer = AddressOf(ports["rawPort"]!);
        _reading = ReadAnswersAsync(_process.StandardOutput);
    }

    /// <summary>Runs a command of <c>Peer/client.mjs</c> and gives its result.</summary>
    public async Task<JsonNode> RunAsync(string command, object arguments, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _pending[id] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToNode(arguments)!.AsObject();
        message["id"] = id;
        message["command"] = command;
        await _inputLock.WaitAsync(cancellationToken);
        try
        {
            await _process!.StandardInput.WriteLineAsync(message.ToJsonString().AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        finally
        {
            _inputLock.Release();
        }

        return (await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken))!;
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public void Kill() => _process!.Kill();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.StandardInput.Close(); // the peer ends with its input
            }

            await _process.WaitForExitAsync(CancellationToken.None);
            await _reading;
            _process.Dispose();
        }

        _inputLock.Dispose();
    }

    private static string Setting(string key) => typeof(NodePeer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private static Uri AddressOf(JsonNode port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.GetValue<int>()}"));

    private async Task ReadAnswersAsync(StreamReader output)
    {
        while (await output.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var message = JsonNode.Parse(line)!;
            var answer = _pending[message["id"]!.GetValue<int>()];
            if (message["error"] is { } error)
            {
                answer.SetException(new InvalidOperationException(error.GetValue<string>()));
            }
            else
            {
                answer.SetResult(message["result"]);
            }
        }
    }
}
