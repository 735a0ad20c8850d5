using Arena.Testing;
using Arena.Web.Tests.Fakes;
using static Arena.Web.Tests.Fakes.ArenaClient;

namespace Arena.Web.Tests.Api;

public sealed class ReplicaTests(RedisServer redis) : IAsyncLifetime
{
    private Backend _backend = null!;

    public async ValueTask InitializeAsync() => _backend = await Backend.StartAsync();

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Two_replicas_serve_one_battle_to_two_readers()
    {
        _backend.Inference[Models.A] = FakeInference.Saying("Paris ", "is the capital.");
        _backend.Inference[Models.B] = FakeInference.Saying("It is Paris.");
        await using var one = new Replica(_backend, redis.ConnectionString);
        await using var two = new Replica(_backend, redis.ConnectionString);
        using var first = new ArenaClient(one.CreateClient());
        using var second = new ArenaClient(two.CreateClient());
        var battleId = await first.StartAsync();
        var streams = await Task.WhenAll(first.StreamAsync(battleId), second.StreamAsync(battleId));

        Assert.Equal(("answered", "Paris is the capital."), (streams[0][^1].Type, TextOf(streams[0], "a")));
        Assert.Equal(streams[0], streams[1]);
        Assert.Equal(2, _backend.Inference.Calls);
    }

    [Fact]
    public async Task When_the_replica_that_writes_is_lost_another_starts_over_and_splices_nothing()
    {
        _backend.Inference[Models.A] = SayThenHang("Lost text ");
        _backend.Inference[Models.B] = SayThenHang("Lost words ");
        await using var one = new Replica(_backend, redis.ConnectionString, ("Battles:Lease", "00:00:00.500"));
        await using var two = new Replica(_backend, redis.ConnectionString, ("Battles:Lease", "00:00:00.500"));
        using var first = new ArenaClient(one.CreateClient());
        using var second = new ArenaClient(two.CreateClient());
        var battleId = await first.StartAsync();
        await first.StreamAsync(battleId, enough: type => type == "delta");
        var reading = second.FollowAsync(battleId);

        _backend.Inference[Models.A] = FakeInference.Saying("Paris.");
        _backend.Inference[Models.B] = FakeInference.Saying("It is Paris.");
        one.Cable!.IsCut = true;
        var events = await reading;

        var restart = events.FindIndex(item => item.Type == "restart");
        Assert.Equal(("state", "answered"), (events[restart + 1].Type, events[^1].Type));
        Assert.Equal(("Paris.", "It is Paris."), (TextOf(events[restart..], "a"), TextOf(events[restart..], "b")));
        Assert.Equal("Paris.", _backend.Ratings.Battles[battleId].Left.Text);
    }

    [Fact]
    public async Task Complete_answers_are_not_written_again_when_their_replica_is_lost_before_the_ledger_has_them()
    {
        _backend.Inference[Models.A] = FakeInference.Saying("Paris.");
        _backend.Inference[Models.B] = FakeInference.Saying("It is Paris.");
        _backend.Ratings.Fault = FakeRatings.Down;
        await using var one = new Replica(_backend, redis.ConnectionString, ("Battles:Lease", "00:00:00.500"));
        await using var two = new Replica(_backend, redis.ConnectionString, ("Battles:Lease", "00:00:00.500"));
        using var first = new ArenaClient(one.CreateClient());
        using var second = new ArenaClient(two.CreateClient());
        var battleId = await first.StartAsync();
        var reading = first.StreamAsync(battleId);
        await one.Cable!.Settled.WaitAsync(TestContext.Current.CancellationToken);
        one.Cable.IsCut = true;
        await reading;
        var taking = second.StreamAsync(battleId);
        _backend.Ratings.Fault = null;
        var events = await taking;

        Assert.Equal((2, "answered", 0), (_backend.Inference.Calls, events[^1].Type, events.Count(item => item.Type == "restart")));
    }

    [Fact]
    public async Task A_battle_that_nobody_reads_stops_its_models_and_can_be_started_over()
    {
        _backend.Inference[Models.A] = SayThenHang("Nobody ");
        _backend.Inference[Models.B] = SayThenHang("reads ");
        await using var web = new Replica(_backend, redis: null, ("Battles:AbandonAfter", "00:00:00.300"));
        using var client = new ArenaClient(web.CreateClient());
        var battleId = await client.StartAsync();
        await client.StreamAsync(battleId, enough: type => type == "delta");
        for (var side = 0; side < 2; side++)
        {
            await _backend.Inference.Cancelled.WaitAsync(TestContext.Current.CancellationToken);
        }

        _backend.Inference[Models.A] = FakeInference.Saying("Paris.");
        _backend.Inference[Models.B] = FakeInference.Saying("It is Paris.");
        var events = await client.StreamAsync(battleId);

        var restart = events.FindIndex(item => item.Type == "restart");
        Assert.Equal(("Paris.", "answered"), (TextOf(events[restart..], "a"), events[^1].Type));
    }

    [Fact]
    public async Task A_silent_stream_is_kept_open_by_comments()
    {
        _backend.Inference[Models.A] = FakeInference.Forever;
        _backend.Inference[Models.B] = FakeInference.Forever;
        await using var web = new Replica(_backend, redis: null, ("Battles:Heartbeat", "00:00:00.200"), ("Battles:Lease", "00:00:00.400"));
        using var http = web.CreateClient();
        using var client = new ArenaClient(web.CreateClient());
        var battleId = await client.StartAsync();
        using var response = await http.GetAsync(
            $"/api/arena/battles/{battleId}/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var line = "";
        while (line != ": ")
        {
            line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }

        Assert.Equal((true, true), (response.Headers.CacheControl?.NoCache, response.Headers.CacheControl?.NoTransform));
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
    }

    private static Behaviour SayThenHang(string text) => async (events, token) =>
    {
        await events.WriteAsync(new() { Text = text });
        await FakeInference.Forever(events, token);
    };
}
