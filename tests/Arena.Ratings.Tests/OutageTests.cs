using Arena.Testing;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.LocalServers;
using Arena.LocalServers.Postgres;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;
using Npgsql;

namespace Arena.Ratings.Tests;

/// <summary>Each test has a server of its own, which it stops and kills.</summary>
public sealed class OutageTests : IDisposable
{
    /// <summary>"Quickly" for a caller that waits: far below its own patience, far above what a slow machine needs.</summary>
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(10);

    private readonly string _data = Directory.CreateTempSubdirectory("arena-ratings-").FullName;
    private readonly int _port = FreePort.Next();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_service_without_its_database_says_so_and_becomes_ready_when_it_comes()
    {
        string connectionString;
        await using (var server = await StartServerAsync())
        {
            connectionString = await server.CreateDatabaseAsync("ratings", Token);
        }

        await using var host = new RatingsHost(connectionString);
        using var client = host.CreateClient();
        using var health = await client.GetAsync("/health", Token);
        var started = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAsync<RpcException>(() => VoteAsync(host, "any"));
        using var board = await client.GetAsync("/api/leaderboard", Token);
        var problem = await board.Content.ReadFromJsonAsync<JsonObject>(Token);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Quickly);
        Assert.Equal((StatusCode.Unavailable, "ledger-unavailable"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, "urn:llm-arena:problem:ledger-unavailable", "2"),
            (health.StatusCode, board.StatusCode, (string?)problem!["type"], board.Headers.RetryAfter?.ToString()));

        await using var back = await StartServerAsync();
        await host.ReadyAsync();
        using var healthy = await client.GetAsync("/health", Token);
        Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
    }

    [Fact]
    public async Task A_database_that_stops_makes_votes_unavailable_quickly_and_one_that_returns_takes_them()
    {
        var server = await StartServerAsync();
        await using var host = await new RatingsHost(await server.CreateDatabaseAsync("ratings", Token)).ReadyAsync();
        var battle = await RecordAsync(host, "stop-a", "stop-b");
        using var client = host.CreateClient();
        using var before = await client.GetAsync("/api/leaderboard", Token);
        await server.DisposeAsync();

        var started = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAsync<RpcException>(() => VoteAsync(host, battle));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Quickly);
        Assert.Equal((StatusCode.Unavailable, "ledger-unavailable"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        using var stale = await client.GetAsync("/api/leaderboard", Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before.StatusCode, stale.StatusCode)); // the last board stays
        await using var back = await StartServerAsync();
        Assert.Equal((false, 1516.0), await VoteAsync(host, battle) is var vote ? (vote.Duplicate, vote.Left.RatingAfter) : default);
    }

    [Fact]
    public async Task A_connection_that_dies_in_the_middle_of_a_vote_is_replaced_and_the_vote_counts_once()
    {
        await using var server = await StartServerAsync();
        var connectionString = await server.CreateDatabaseAsync("ratings", Token);
        await using var host = await new RatingsHost(connectionString).ReadyAsync();
        var battle = await RecordAsync(host, "cut-a", "cut-b");
        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync(Token);
        await using var observer = new NpgsqlConnection(connectionString); // a transaction would see the same activity again and again
        await observer.OpenAsync(Token);

        // The vote is inserted, its steps must wait for this lock; then its connection is cut.
        Task<VoteResult> vote;
        await using (var gate = await other.BeginTransactionAsync(Token))
        {
            await ExecuteAsync(other, "LOCK TABLE rating_steps IN SHARE MODE");
            vote = VoteAsync(host, battle);
            await Eventually.TrueAsync(async () => await ScalarAsync(observer, CutOne) is > 0L, "the vote's connection is cut");
            await gate.RollbackAsync(Token);
        }

        Assert.Equal((false, 1516.0), (await vote is var result) ? (result.Duplicate, result.Left.RatingAfter) : default);
        Assert.Equal((1L, 2L), (await ScalarAsync(other, "SELECT count(*) FROM votes"), await ScalarAsync(other, "SELECT count(*) FROM rating_steps")));
        Assert.Empty((await host.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task A_killed_database_loses_no_acknowledged_vote_and_keeps_none_by_half()
    {
        const int Count = 200;
        var server = await StartServerAsync();
        var connectionString = await server.CreateDatabaseAsync("ratings", Token);
        await using var host = await new RatingsHost(connectionString).ReadyAsync();
        var battles = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            battles.Add(await RecordAsync(host, $"kill-{i % 3}", $"kill-{(i + 1) % 3}"));
        }

        var acknowledged = new List<string>();
        // A few at a time: one group commit must not take them all before the server is killed.
        await Parallel.ForEachAsync(battles, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (battle, _) =>
        {
            try
            {
                await VoteAsync(host, battle);
                lock (acknowledged)
                {
                    acknowledged.Add(battle);
                    if (acknowledged.Count == Count / 4)
                    {
                        using var process = System.Diagnostics.Process.GetProcessById(server.ProcessId);
                        process.Kill(); // SIGKILL, in the middle of the other votes
                    }
                }
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable)
            {
                // Not acknowledged: it may be there or not, but not by half.
            }
        });
        await server.DisposeAsync();
        await using var back = await StartServerAsync();

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand("SELECT battle_id FROM votes", connection))
        await using (var reader = await command.ExecuteReaderAsync(Token))
        {
            while (await reader.ReadAsync(Token))
            {
                kept.Add(reader.GetString(0));
            }
        }

        Assert.InRange(acknowledged.Count, Count / 4, Count - 1);
        Assert.Empty(acknowledged.Except(kept, StringComparer.Ordinal));
        Assert.Empty((await host.VerifyAsync()).Differences);

        // Whoever got no answer votes again: every battle ends with one vote.
        foreach (var battle in battles)
        {
            await VoteAsync(host, battle);
        }

        Assert.Equal(Count, await ScalarAsync(connection, "SELECT count(*) FROM votes"));
        Assert.Empty((await host.VerifyAsync()).Differences);
    }

    private const string CutOne =
        """
        SELECT count(*) FROM (
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND state = 'active' AND query LIKE '%rating_steps%' AND pid <> pg_backend_pid()) AS cut
        """;

    private static async Task<string> RecordAsync(RatingsHost host, string left, string right)
    {
        var battle = SampleBattle.Of(left, right);
        await host.Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        return battle.BattleId;
    }

    private static async Task<VoteResult> VoteAsync(RatingsHost host, string battle) =>
        await host.Ratings.SubmitVoteAsync(new() { BattleId = battle, Preference = Preference.Left }, cancellationToken: Token);

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private Task<LocalPostgres> StartServerAsync() =>
        LocalPostgres.StartAsync(new() { DataDirectory = _data, Port = _port, ThrowAway = true }, Token);
}
