using System.Collections.Immutable;
using System.Security.Cryptography;
using Arena.LocalServers.Processes;
using Npgsql;

namespace Arena.LocalServers.Postgres;

/// <summary>
/// A data folder that is ready to be served. Below <c>DataDirectory</c> lie <c>pgdata</c> (PostgreSQL's own) and <c>password</c>
/// (readable by its owner only).
/// </summary>
public sealed class PostgresCluster
{
    private readonly PostgresInstallation _installation;
    private readonly ServerAccount? _account;
    private readonly string _pgData;
    private readonly bool _throwAway;

    private PostgresCluster(PostgresInstallation installation, ServerAccount? account, string pgData, string user, string password, bool throwAway)
    {
        (_installation, _account, _pgData, _throwAway) = (installation, account, pgData, throwAway);
        (User, Password) = (user, password);
    }

    public string User { get; }

    public string Password { get; }

    /// <summary>Major version of the server, and where its programs are.</summary>
    public string Description => $"PostgreSQL {_installation.Major} ({_installation.BinariesDirectory})";

    /// <summary>Finds PostgreSQL, and makes the data folder unless there is one.</summary>
    /// <exception cref="LocalServerException">No server, another version's data, data in use, or initdb failed.</exception>
    public static async Task<PostgresCluster> PrepareAsync(LocalPostgresOptions options, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetFullPath(options.DataDirectory ?? throw new ArgumentException("DataDirectory is missing.", nameof(options)));
        ServerFolder.Create(folder, searchable: ServerFolder.NeedsOtherAccount);
        var pgData = PostgresDataFolder.Resolve(folder, options.Progress);
        var major = PostgresDataFolder.MajorOf(pgData);
        var password = PostgresPassword.ReadOrCreate(folder, options.Password, isNew: major is null);
        var installation = await new PostgresLocator(options).FindAsync(major, cancellationToken);
        var account = await PostgresDataFolder.AccountForAsync(pgData, cancellationToken);
        var throwAway = options.ThrowAway ?? false;
        var cluster = new PostgresCluster(installation, account, pgData, options.User, password, throwAway);
        if (major is null)
        {
            await cluster.InitialiseAsync(options.Progress, cancellationToken);
        }

        await PostgresDataFolder.ReleaseFromStaleServerAsync(pgData, cancellationToken);
        return cluster;
    }

    /// <summary>The command that serves the folder on 127.0.0.1. No Unix socket: its path is limited to about 100 characters.</summary>
    public ProcessCommand ServerCommand(int port)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off", "log_destination=stderr", "max_connections=200",
            .. _throwAway ? (string[])["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB"] : [],
        ];
        return AsServer(new(_installation.Server, ["-D", _pgData, "-p", $"{port}", .. settings.SelectMany(setting => (string[])["-c", setting])])
        {
            StopSignal = StopSignal.Interrupt,
        });
    }

    /// <summary>How to reach the server once it listens on <paramref name="port"/>.</summary>
    public string ConnectionString(int port, string database = "postgres") =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = User, Password = Password, Database = database }.ConnectionString;

    private async Task InitialiseAsync(Action<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Invoke($"Making a database folder with {Description} …");
        // initdb works beside the final place, so that one that was interrupted never looks complete.
        var parent = Path.GetDirectoryName(_pgData)!;
        var workplace = Path.Combine(parent, $".init-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        var (data, passwordFile) = (Path.Combine(workplace, "data"), Path.Combine(workplace, "password"));
        try
        {
            ServerFolder.Create(workplace, searchable: false);
            SecretFile.Write(passwordFile, Password);
            if (_account is not null)
            {
                Unix.ChangeOwner(passwordFile, _account);
                Unix.ChangeOwner(workplace, _account);
            }

            ImmutableArray<string> arguments =
                ["-D", data, "-U", User, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--no-locale", .. _throwAway ? (string[])["-N"] : []];
            var (exitCode, output) = await ChildProcess.RunAsync(AsServer(new(_installation.InitDb, arguments)), cancellationToken: cancellationToken);
            if (exitCode != 0)
            {
                throw new LocalServerException($"initdb failed for '{_pgData}' (exit code {exitCode}):\n{string.Join('\n', output.TakeLast(10))}");
            }

            Directory.Move(data, _pgData);
        }
        finally
        {
            if (Directory.Exists(workplace))
            {
                Directory.Delete(workplace, recursive: true);
            }
        }
    }

    private ProcessCommand AsServer(ProcessCommand command) => _account?.Wrap(command) ?? command;
}
