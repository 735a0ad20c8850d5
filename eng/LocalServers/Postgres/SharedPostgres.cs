namespace Arena.LocalServers.Postgres;

/// <summary>
/// One throw-away server for all tests of a process, started at the first use and gone with the process, data and all. A test class
/// takes a database of its own with <see cref="CreateDatabaseAsync"/>.
/// </summary>
public static class SharedPostgres
{
    private static readonly Task<LocalPostgres> Server = LocalPostgres.StartAsync(new() { Progress = Console.WriteLine });

    public static Task<LocalPostgres> GetAsync() => Server;

    /// <summary>Makes an empty database and returns the connection string to it.</summary>
    public static async Task<string> CreateDatabaseAsync(string prefix = "test", CancellationToken cancellationToken = default) =>
        await (await Server.WaitAsync(cancellationToken)).CreateDatabaseAsync(prefix, cancellationToken);
}
