using Arena.LocalServers.Postgres;
using Npgsql;

namespace Arena.Ratings.Tests.Hosting;

/// <summary>A database of its own for each test class, and one replica on it.</summary>
public sealed class RatingsFixture : IAsyncLifetime
{
    private readonly List<RatingsHost> _hosts = [];
    private string? _connectionString;

    internal RatingsHost Host => _hosts[0];

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The fixture is not initialised.");

    public async ValueTask InitializeAsync()
    {
        _connectionString = await SharedPostgres.CreateDatabaseAsync("ratings", TestContext.Current.CancellationToken);
        await StartReplicaAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>One more replica of the service on the same database.</summary>
    internal async Task<RatingsHost> StartReplicaAsync()
    {
        var host = new RatingsHost(ConnectionString);
        _hosts.Add(host);
        return await host.ReadyAsync();
    }

    internal Task<long> CountAsync(string table) => ScalarAsync<long>($"SELECT count(*) FROM {table}");

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
