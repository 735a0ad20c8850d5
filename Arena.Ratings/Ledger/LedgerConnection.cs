using System.Data.Common;
using Npgsql;

namespace Arena.Ratings.Ledger;

/// <summary>Limits of the connection to the database that hold unless the connection string says otherwise.</summary>
internal static class LedgerConnection
{
    /// <summary>Seconds to wait for a connection: a database that is away is reported, not waited for.</summary>
    public const int ConnectSeconds = 5;

    /// <summary>Seconds that one command may take.</summary>
    public const int CommandSeconds = 10;

    /// <summary>Connections of one replica. PostgreSQL serves 100 by default; several replicas share them.</summary>
    public const int PoolSize = 30;

    /// <summary>Attempts after the first, when a transaction lost its connection, a deadlock or a race.</summary>
    public const int Retries = 3;

    /// <summary>The longest pause between two attempts: all attempts together stay within about two seconds on a refused connection.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that was told to stop, or lost a process: the driver does not count these as passing by themselves.</summary>
    public static readonly string[] AlsoRetried = [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown];

    public static string WithLimits(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var limited = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Timeout"))
        {
            limited.Timeout = ConnectSeconds;
        }

        if (!given.ContainsKey("Maximum Pool Size") && !given.ContainsKey("MaxPoolSize"))
        {
            limited.MaxPoolSize = PoolSize;
        }

        // A vote is acknowledged when it is on disk, whatever the server's default is. "Options" in the connection string replaces this,
        // as a connection pooler that takes no start-up options may need.
        if (!given.ContainsKey("Options"))
        {
            limited.Options = "-c synchronous_commit=on";
        }

        return limited.ConnectionString;
    }
}
