using System.Diagnostics;
using Arena.LocalServers.Processes;
using Npgsql;

namespace Arena.LocalServers.Postgres;

/// <summary>A running PostgreSQL server on 127.0.0.1 that ends with this object, or with this process.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const int PortAttempts = 3;

    private readonly PostgresCluster _cluster;
    private readonly ChildProcess _process;
    private readonly string? _temporaryFolder;

    private LocalPostgres(PostgresCluster cluster, ChildProcess process, int port, string? temporaryFolder)
    {
        (_cluster, _process, Port, _temporaryFolder) = (cluster, process, port, temporaryFolder);
        ConnectionString = ConnectionStringFor("postgres");
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>The superuser's connection to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server and returns when it accepts connections.</summary>
    /// <exception cref="LocalServerException">There is no PostgreSQL, or it does not start; the message has its last lines.</exception>
    public static async Task<LocalPostgres> StartAsync(LocalPostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var temporaryFolder = options.DataDirectory is null ? ServerFolder.CreateTemporary("postgres") : null;
        options = options with { DataDirectory = options.DataDirectory ?? temporaryFolder, ThrowAway = options.ThrowAway ?? temporaryFolder is not null };
        try
        {
            var cluster = await PostgresCluster.PrepareAsync(options, cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await StartAsync(cluster, options, temporaryFolder, cancellationToken);
                }
                catch (LocalServerException) when (options.Port is null && attempt < PortAttempts)
                {
                    // Somebody else took the free port in between.
                }
            }
        }
        catch when (temporaryFolder is not null)
        {
            ServerFolder.DeleteTemporary(temporaryFolder);
            throw;
        }
    }

    /// <summary>The superuser's connection to a database of this server.</summary>
    public string ConnectionStringFor(string database) => _cluster.ConnectionString(Port, database);

    /// <summary>Makes an empty database, named <paramref name="prefix"/> and a unique suffix, and returns the connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync(string prefix = "test", CancellationToken cancellationToken = default)
    {
        var name = $"{prefix}_{Guid.CreateVersion7():N}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionStringFor(name);
    }

    /// <summary>Stops the server (fast shutdown: open transactions are rolled back) and deletes a temporary folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_temporaryFolder is not null)
        {
            ServerFolder.DeleteTemporary(_temporaryFolder);
        }
    }

    private static async Task<LocalPostgres> StartAsync(
        PostgresCluster cluster, LocalPostgresOptions options, string? temporaryFolder, CancellationToken cancellationToken)
    {
        var port = options.Port ?? FreePort.Next();
        var tail = new OutputTail();
        var process = ChildProcess.Start(cluster.ServerCommand(port), line =>
        {
            tail.Add(line.Text);
            options.Output?.Invoke(line);
        });
        var server = new LocalPostgres(cluster, process, port, temporaryFolder);
        try
        {
            await server.WaitUntilReadyAsync(options.StartTimeout, tail, cancellationToken);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(TimeSpan timeout, OutputTail tail, CancellationToken cancellationToken)
    {
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(probe);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
            {
                // Another server that has the port answers like this, while ours is giving up.
                await Task.WhenAny(_process.Exited, Task.Delay(TimeSpan.FromSeconds(2), cancellationToken));
                throw _process.Exited.IsCompleted
                    ? await EndedAsync(tail, e)
                    : new LocalServerException($"PostgreSQL on port {Port} refuses the kept password of '{_cluster.User}': {e.MessageText}", e);
            }
            catch (NpgsqlException e) when (waiting.Elapsed > timeout)
            {
                throw new LocalServerException($"{_cluster.Description} does not answer on port {Port} after {timeout.TotalSeconds:F0} s:\n{tail}", e);
            }
            catch (NpgsqlException e)
            {
                if (_process.Exited.IsCompleted)
                {
                    throw await EndedAsync(tail, e);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private async Task<LocalServerException> EndedAsync(OutputTail tail, Exception inner) =>
        new($"{_cluster.Description} ended with exit code {await _process.Exited}:\n{tail}", inner);
}
