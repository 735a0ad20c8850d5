using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Redis;

/// <summary>A running Redis server on 127.0.0.1 that ends with this object, or with this process.</summary>
public sealed class LocalRedis : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _process;
    private readonly string? _temporaryFolder;

    private LocalRedis(ChildProcess process, int port, string? temporaryFolder) => (_process, Port, _temporaryFolder) = (process, port, temporaryFolder);

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>The address as StackExchange.Redis takes it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Whether this machine has a <c>redis-server</c>.</summary>
    public static bool IsInstalled => Program is not null;

    private static string? Program => ExecutableSearch.OnPath("redis-server");

    /// <summary>The command that serves a folder, or null when this machine has no <c>redis-server</c>.</summary>
    public static ProcessCommand? ServerCommand(string dataDirectory, int port)
    {
        if (Program is not { } program)
        {
            return null;
        }

        Directory.CreateDirectory(dataDirectory);
        return new(program, ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", dataDirectory, "--appendonly", "yes"]);
    }

    /// <summary>Starts a server and returns when it answers; null when this machine has no <c>redis-server</c>.</summary>
    /// <exception cref="LocalServerException">It does not start; the message has its last lines.</exception>
    public static async Task<LocalRedis?> StartAsync(LocalRedisOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!IsInstalled)
        {
            return null;
        }

        options ??= new();
        var port = options.Port ?? FreePort.Next();
        var temporaryFolder = options.DataDirectory is null ? ServerFolder.CreateTemporary("redis") : null;
        var command = ServerCommand(Path.GetFullPath(options.DataDirectory ?? temporaryFolder!), port)!;

        var tail = new OutputTail();
        var process = ChildProcess.Start(command, line =>
        {
            tail.Add(line.Text);
            options.Output?.Invoke(line);
        });
        var server = new LocalRedis(process, port, temporaryFolder);
        try
        {
            await server.WaitUntilReadyAsync(options.StartTimeout, tail, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a Redis server answers PING with PONG; one that is still loading its file does not.</summary>
    public static async Task<bool> AnswersAsync(string host, int port, CancellationToken cancellationToken)
    {
        // Something that accepts connections and says nothing is no Redis.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), patience.Token);
            var answer = new byte[64];
            var length = await stream.ReadAsync(answer, patience.Token);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_temporaryFolder is not null)
        {
            ServerFolder.DeleteTemporary(_temporaryFolder);
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan timeout, OutputTail tail, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        while (!await AnswersAsync("127.0.0.1", Port, cancellationToken))
        {
            if (_process.Exited.IsCompleted)
            {
                throw new LocalServerException($"redis-server ended with exit code {await _process.Exited}:\n{tail}");
            }

            if (waiting.Elapsed > timeout)
            {
                throw new LocalServerException($"redis-server does not answer on port {Port} after {timeout.TotalSeconds:F0} s:\n{tail}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }
}
