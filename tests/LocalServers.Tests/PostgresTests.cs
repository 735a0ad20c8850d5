using Arena.LocalServers.Postgres;
using Npgsql;

namespace Arena.LocalServers.Tests;

public sealed class PostgresTests : IDisposable
{
    private readonly string _folder = ServerFolder.CreateTemporary("test");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => ServerFolder.DeleteTemporary(_folder);

    [Fact]
    public async Task A_throw_away_server_gives_every_caller_an_empty_database()
    {
        var (first, second) = (await SharedPostgres.CreateDatabaseAsync(cancellationToken: Cancelled), await SharedPostgres.CreateDatabaseAsync(cancellationToken: Cancelled));

        await ExecuteAsync(first, "CREATE TABLE t (i int)");
        await ExecuteAsync(second, "CREATE TABLE t (i int)");

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_second_start_finds_the_data_and_the_password_of_the_first()
    {
        var options = new LocalPostgresOptions { DataDirectory = _folder, ThrowAway = true };
        string password;
        await using (var server = await LocalPostgres.StartAsync(options, Cancelled))
        {
            password = PasswordOf(server);
            await ExecuteAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var again = await LocalPostgres.StartAsync(options, Cancelled);

        Assert.Equal((42, password), ((int)(await ExecuteAsync(again.ConnectionString, "SELECT answer FROM kept"))!, PasswordOf(again)));
    }

    [Fact]
    public async Task The_server_asks_for_the_password_and_only_its_owner_reads_the_file()
    {
        await using var server = await LocalPostgres.StartAsync(new() { DataDirectory = _folder, ThrowAway = true }, Cancelled);

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" }.ConnectionString;
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(wrong, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "password")));
        }
    }

    [Fact]
    public async Task A_lock_file_of_a_process_that_is_gone_or_another_program_is_removed()
    {
        var options = new LocalPostgresOptions { DataDirectory = _folder, ThrowAway = true };
        await (await LocalPostgres.StartAsync(options, Cancelled)).DisposeAsync();
        // This test's process lives, but is no PostgreSQL: the number was given out again.
        await File.WriteAllTextAsync(Path.Combine(_folder, "pgdata", "postmaster.pid"), $"{Environment.ProcessId}\n{_folder}\n1700000000\n5432\n", Cancelled);

        await using var server = await LocalPostgres.StartAsync(options, Cancelled);

        Assert.Equal(1, await ExecuteAsync(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_folder_that_another_server_uses_is_reported_with_its_process_and_port()
    {
        var options = new LocalPostgresOptions { DataDirectory = _folder, ThrowAway = true };
        await using var server = await LocalPostgres.StartAsync(options, Cancelled);

        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(options, Cancelled));

        Assert.Contains($"process {server.ProcessId}, port {server.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_named_with_what_was_found_and_stays_untouched()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "pgdata"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "pgdata", "PG_VERSION"), "9\n", Cancelled);
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), "secret\n", Cancelled);

        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(new() { DataDirectory = _folder }, Cancelled));

        Assert.Contains("was written by PostgreSQL 9", error.Message, StringComparison.Ordinal);
        Assert.Equal("9\n", await File.ReadAllTextAsync(Path.Combine(_folder, "pgdata", "PG_VERSION"), Cancelled));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_not_touched()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "pgdata"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "pgdata", "thesis.txt"), "mine", Cancelled);

        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(new() { DataDirectory = _folder }, Cancelled));

        Assert.Contains("holds no PostgreSQL data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_password_is_reported_before_anything_starts()
    {
        var options = new LocalPostgresOptions { DataDirectory = _folder, ThrowAway = true };
        await (await LocalPostgres.StartAsync(options, Cancelled)).DisposeAsync();
        File.Delete(Path.Combine(_folder, "password"));

        var lost = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(options, Cancelled));
        var other = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(options with { Password = "another" }, Cancelled));

        Assert.Contains("is lost", lost.Message, StringComparison.Ordinal);
        Assert.Contains("another password", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_folder_is_gone_with_its_server()
    {
        var server = await LocalPostgres.StartAsync(cancellationToken: Cancelled);
        var pgData = (string)(await ExecuteAsync(server.ConnectionString, "SHOW data_directory"))!;
        Assert.True(Directory.Exists(pgData));

        await server.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(pgData)));
    }

    [Fact]
    public async Task A_taken_port_fails_with_the_servers_own_words()
    {
        await using var server = await LocalPostgres.StartAsync(cancellationToken: Cancelled);

        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalPostgres.StartAsync(new() { Port = server.Port }, Cancelled));

        Assert.Contains("Address already in use", error.Message + error.InnerException?.Message, StringComparison.Ordinal);
    }

    private static string PasswordOf(LocalPostgres server) => new NpgsqlConnectionStringBuilder(server.ConnectionString).Password!;

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
