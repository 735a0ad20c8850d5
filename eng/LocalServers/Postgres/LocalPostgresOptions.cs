using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Postgres;

/// <summary>How to start a PostgreSQL server of this machine.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>The environment variable that names the folder with <c>initdb</c> and <c>postgres</c>.</summary>
    public const string BinariesVariable = "ARENA_POSTGRES_BIN";

    /// <summary>Where data and password are kept; null means a temporary folder, deleted with the server.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>; null means <see cref="BinariesVariable"/>, or a search.</summary>
    public string? BinariesDirectory { get; init; }

    /// <summary>Where the npm package is installed when the machine has no PostgreSQL; null means a folder of the user's.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>The TCP port on 127.0.0.1; null means a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Name of the superuser that initdb makes.</summary>
    public string User { get; init; } = "postgres";

    /// <summary>The superuser's password; null means a generated one, kept beside the data.</summary>
    public string? Password { get; init; }

    /// <summary>Faster, and loses data when the machine stops. For tests only; the default where the data folder is temporary.</summary>
    public bool? ThrowAway { get; init; }

    /// <summary>How long the server may take to accept connections; recovery after a crash needs time. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told what is going on when it takes longer than a moment.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Receives the server's log.</summary>
    public Action<OutputLine>? Output { get; init; }
}
