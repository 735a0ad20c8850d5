using Arena.Compare.Tests.Hosting;
using Arena.Testing;

namespace Arena.Compare.Tests.Compare;

/// <summary>Replicas over one Redis.</summary>
public sealed class ReplicaTests(ArenaFixture arena, RedisServer redis) : IClassFixture<ArenaFixture>
{
    [Fact]
    public async Task A_comparison_whose_replica_is_gone_is_finished_by_the_one_that_its_reader_comes_to()
    {
        var dying = arena.StartWeb(redis.ConnectionString);
        await arena.Models.Held.WaitAsync(TestContext.Current.CancellationToken);
        string id;
        try
        {
            id = await new Person(dying.CreateClient()).StartAsync("Who finishes this?", [PlayedModels.Red, PlayedModels.Blue]);
            await Eventually.TrueAsync(
                () => Task.FromResult(arena.Models.Requests.Count(request => request.Messages[0].Content == "Who finishes this?") == 2), "both models are asked");
            await dying.DisposeAsync();
        }
        finally
        {
            arena.Models.Held.Release();
        }

        var person = new Person(arena.StartWeb(redis.ConnectionString).CreateClient());
        var events = await person.FollowAsync(id);

        Assert.Equal("answered", events[^1].Type);
        Assert.Equal(2, (await person.AnsweredAsync(id))["answers"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_was_on_another_replica()
    {
        var (here, there) = (arena.StartWeb(redis.ConnectionString), arena.StartWeb(redis.ConnectionString));
        var id = await new Person(here.CreateClient()).StartAsync("Go on?", [PlayedModels.Red, PlayedModels.Blue]);
        var person = new Person(there.CreateClient());
        var all = await person.FollowAsync(id);

        var rest = await person.FollowAsync(id, lastEventId: "2");
        var nothing = await person.FollowAsync(id, lastEventId: $"{all.Count}");

        Assert.Equal(all.Skip(2).Select(item => item.Data.ToJsonString()), rest.Select(item => item.Data.ToJsonString()));
        Assert.Empty(nothing);
    }
}
