using System.Collections.Immutable;
using Arena.LocalServers.Postgres;
using Arena.LocalServers.Processes;
using Npgsql;

namespace Arena.LocalServers.Tests;

/// <summary>Who may start a server, from which programs, and where its data may lie.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly string _folder = ServerFolder.CreateTemporary("test");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => ServerFolder.DeleteTemporary(_folder);

    [Fact]
    public async Task Without_postgresql_on_the_machine_the_one_from_npm_serves()
    {
        Assert.SkipWhen(ExecutableSearch.OnPath("npm") is null, "This machine has no npm.");
        Assert.SkipWhen(PostgresPackage.Name is null, "npm has no PostgreSQL for this platform.");
        var installation = await new PostgresPackage(cacheDirectory: null, TestContext.Current.TestOutputHelper!.WriteLine).InstallAsync(Cancelled);

        await using var server = await LocalPostgres.StartAsync(new() { BinariesDirectory = installation.BinariesDirectory }, Cancelled);

        Assert.StartsWith("PostgreSQL 18.", await AskAsync(server, "SELECT version()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_programs_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(new() { BinariesDirectory = _folder }, Cancelled));

        Assert.Contains($"'{_folder}' does not hold a PostgreSQL server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_root_data_below_a_folder_that_only_root_may_search_is_kept_elsewhere_and_found_again()
    {
        Assert.SkipUnless(ServerFolder.NeedsOtherAccount, "Only root has this problem.");
        var closed = Path.Combine(_folder, "closed");
        ServerFolder.Create(closed, searchable: false);
        var options = new LocalPostgresOptions { DataDirectory = Path.Combine(closed, "data"), ThrowAway = true };

        await using (var first = await LocalPostgres.StartAsync(options, Cancelled))
        {
            await AskAsync(first, "CREATE TABLE kept (i int)");
        }

        await using (var second = await LocalPostgres.StartAsync(options, Cancelled))
        {
            Assert.Equal("0", await AskAsync(second, "SELECT count(*) FROM kept"));
        }

        var elsewhere = new DirectoryInfo(Path.Combine(closed, "data", "pgdata")).LinkTarget!;
        Assert.StartsWith("/var/lib/llm-arena/postgres-", elsewhere, StringComparison.Ordinal);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task An_ordinary_user_starts_a_server_as_well_as_root()
    {
        Assert.SkipUnless(ServerFolder.NeedsOtherAccount && OperatingSystem.IsLinux(), "This run is an ordinary user's already.");
        Unix.ChangeOwner(_folder, ServerAccount.Nobody);
        var itself = typeof(PlacesTests).Assembly.Location;
        Assert.SkipUnless(ServerFolder.IsReachable(Path.GetDirectoryName(itself)!), "The tests lie where only root may look.");
        var home = ImmutableDictionary<string, string?>.Empty.Add("HOME", _folder).Add("TMPDIR", _folder);
        var command = ServerAccount.Nobody.Wrap(new(Environment.ProcessPath!, Arguments(itself)) { Environment = home });

        var (exitCode, output) = await ChildProcess.RunAsync(command, cancellationToken: Cancelled);

        Assert.True(exitCode == 0, string.Join('\n', output));
        Assert.Contains(output, line => line.Contains("total: 1", StringComparison.Ordinal));
        Assert.Contains(output, line => line.Contains("succeeded: 1", StringComparison.Ordinal));
    }

    private static ImmutableArray<string> Arguments(string assembly)
    {
        string[] filter = ["--no-ansi", "--filter-method", $"*{nameof(PostgresTests.A_second_start_finds_the_data_and_the_password_of_the_first)}"];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", assembly, .. filter] : [.. filter];
    }

    private static async Task<string> AskAsync(LocalPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return $"{await command.ExecuteScalarAsync(Cancelled)}";
    }
}
