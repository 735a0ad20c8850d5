using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Redis;

/// <summary>How to start a Redis server of this machine.</summary>
public sealed record LocalRedisOptions
{
    /// <summary>Where the append-only file is kept; null means a temporary folder, deleted with the server.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The TCP port on 127.0.0.1; null means a free one.</summary>
    public int? Port { get; init; }

    /// <summary>How long the server may take to answer; loading a large file needs time. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Receives the server's log.</summary>
    public Action<OutputLine>? Output { get; init; }
}
