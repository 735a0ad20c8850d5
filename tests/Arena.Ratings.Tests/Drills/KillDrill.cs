using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Arena.Contracts.Ratings;
using Arena.LocalServers.Postgres;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;
using Npgsql;

namespace Arena.Ratings.Tests.Drills;

/// <summary>
/// Votes by many clients while the service's process and PostgreSQL are killed at random. <c>ARENA_DRILL_VOTES=10000</c> plays the long one.
/// </summary>
public sealed class KillDrill : IDisposable
{
    private const int Clients = 32;
    private const int DefaultVotes = 600;

    private static readonly Preference[] Preferences = [Preference.Left, Preference.Right, Preference.Tie, Preference.BothBad];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Not less: the clients' failures would take the processor from the service that starts.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>A machine under load is slow; a service that hangs acknowledges nothing at all.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("arena-drill-").FullName;
    private readonly int _port = FixedPort.Next();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Votes => int.TryParse(Environment.GetEnvironmentVariable("ARENA_DRILL_VOTES"), CultureInfo.InvariantCulture, out var votes) ? votes : DefaultVotes;

    private static int VotesPerKill => Math.Max(300, Votes / 20);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task No_acknowledged_vote_is_lost_and_none_counts_twice_whatever_is_killed()
    {
        var server = await StartServerAsync();
        try
        {
            var connectionString = await server.CreateDatabaseAsync("ratings", Token);
            await using var service = new RatingsProcess(connectionString);
            service.Start();
            var acknowledged = new ConcurrentDictionary<int, VoteResult>();
            var client = service.CreateClient();

            var voting = Parallel.ForAsync(0, Votes, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Token }, async (i, _) =>
                acknowledged[i] = await VoteAsync(client, i));
            var random = new Random(20261121);
            for (var kill = 0; kill < Votes / VotesPerKill && !voting.IsCompleted; kill++)
            {
                var at = (kill * VotesPerKill) + random.Next(50, VotesPerKill);
                await ReachAsync(at, acknowledged, voting, service);
                if (kill % 2 == 0)
                {
                    await service.KillAndStartAsync();
                }
                else
                {
                    server = await KillAndStartAsync(server);
                }
            }

            await ReachAsync(Votes, acknowledged, voting, service);
            await voting;
            Assert.False(_failures.IsEmpty, "nothing was hit");
            await CheckAsync(connectionString, acknowledged);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task CheckAsync(string connectionString, ConcurrentDictionary<int, VoteResult> acknowledged)
    {
        await using var host = await new RatingsHost(connectionString).ReadyAsync();
        var verified = await host.VerifyAsync();
        Assert.Empty(verified.Differences);
        Assert.Equal((Votes, (long)Votes, 2L * Votes), (acknowledged.Count, verified.Votes, verified.Head.Position));

        // What was answered is what is there, to the last bit.
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            """
            SELECT b.id, concat_ws(' ', v.preference, float8send(l.rating_before), float8send(l.rating_after), float8send(r.rating_before), float8send(r.rating_after))
            FROM votes v JOIN battles b ON b.id = v.battle_id
            JOIN rating_steps l ON l.vote_id = v.id AND l.model_id = b.left_model_id JOIN rating_steps r ON r.vote_id = v.id AND r.model_id = b.right_model_id
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            stored.Add(reader.GetString(0), reader.GetString(1));
        }

        Assert.Equal(
            acknowledged.Values.ToDictionary(vote => vote.BattleId, Told, StringComparer.Ordinal).OrderBy(vote => vote.Key, StringComparer.Ordinal),
            stored.OrderBy(vote => vote.Key, StringComparer.Ordinal));
    }

    private static string Told(VoteResult vote)
    {
        var preference = vote.Preference switch
        {
            Preference.Left => "left",
            Preference.Right => "right",
            Preference.Tie => "tie",
            _ => "both_bad",
        };
        return $"{preference} {Bits(vote.Left.RatingBefore)} {Bits(vote.Left.RatingAfter)} {Bits(vote.Right.RatingBefore)} {Bits(vote.Right.RatingAfter)}";

        static string Bits(double value) => $"\\x{BitConverter.DoubleToInt64Bits(value):x16}";
    }

    /// <summary>Waits until so many votes are acknowledged, as long as they become more.</summary>
    private async Task ReachAsync(int votes, ConcurrentDictionary<int, VoteResult> acknowledged, Task voting, RatingsProcess service)
    {
        var (seen, since) = (-1, TimeProvider.System.GetTimestamp());
        while (acknowledged.Count < votes && !voting.IsCompleted)
        {
            if (acknowledged.Count != seen)
            {
                (seen, since) = (acknowledged.Count, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) > Stall)
            {
                Assert.Fail($"{seen} of {votes} votes, none in {Stall.TotalSeconds} s:\n{string.Join('\n', _failures.OrderBy(failure => failure.Value))}\n{service}");
            }

            await Task.Delay(Poll, Token);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{acknowledged.Count} votes after {TimeProvider.System.GetElapsedTime(_started).TotalSeconds:F1} s, {_failures.Values.Sum()} attempts failed"));
    }

    /// <summary>As a client does: again until there is an answer.</summary>
    private async Task<VoteResult> VoteAsync(Contracts.Ratings.Ratings.RatingsClient client, int i)
    {
        var battle = SampleBattle.Of($"drill-{i % 5}", $"drill-{(i + 1 + (i / 5 % 4)) % 5}");
        battle.Session = $"voter-{i}";
        await InsistAsync(() => client.RecordBattleAsync(battle, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Deadline, cancellationToken: Token).ResponseAsync);
        var result = await InsistAsync(() => SubmitAsync(client, battle.BattleId, i));
        if (i % 10 == 0)
        {
            var again = await InsistAsync(() => SubmitAsync(client, battle.BattleId, i)); // a second tab
            Assert.Equal(new VoteResult(result) { Duplicate = true }.WithoutPlaces(), again.WithoutPlaces());
        }

        return result;
    }

    private static Task<VoteResult> SubmitAsync(Contracts.Ratings.Ratings.RatingsClient client, string battleId, int i) => client.SubmitVoteAsync(
        new() { BattleId = battleId, Preference = Preferences[i % 4], Session = $"voter-{i}", IdempotencyKey = $"key-{i}" },
        deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Deadline,
        cancellationToken: Token).ResponseAsync;

    private async Task<T> InsistAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (exception.StatusCode is not (StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists))
            {
                _failures.AddOrUpdate($"{exception.StatusCode}: {exception.Status.Detail}", 1, (_, count) => count + 1);
                await Task.Delay(RetryAfter, Token);
            }
        }
    }

    private async Task<LocalPostgres> KillAndStartAsync(LocalPostgres server)
    {
        using (var process = Process.GetProcessById(server.ProcessId))
        {
            process.Kill();
        }

        await server.DisposeAsync();
        return await StartServerAsync();
    }

    private Task<LocalPostgres> StartServerAsync() => LocalPostgres.StartAsync(new() { DataDirectory = _data, Port = _port, ThrowAway = false }, Token);
}
