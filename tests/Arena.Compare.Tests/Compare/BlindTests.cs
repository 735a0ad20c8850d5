using Arena.Compare.Tests.Hosting;

namespace Arena.Compare.Tests.Compare;

public sealed class BlindTests(ArenaFixture arena) : IClassFixture<ArenaFixture>
{
    private static readonly string[] Chosen = [PlayedModels.Red, PlayedModels.Broken, PlayedModels.Blue];

    [Theory]
    [InlineData("pick")]
    [InlineData("stars")]
    public async Task Nothing_tells_which_model_is_which_before_stars_or_a_pick_are_given(string judgement)
    {
        var person = arena.NewPerson();
        var id = await person.StartAsync("Who is who?", Chosen, blind: true);
        await person.FollowAsync(id);
        var kept = await person.AnsweredAsync(id);
        await person.GetAsync("/api/compare");
        var others = (await arena.NewPerson().GetAsync("/api/compare/ratings")).Body;
        await person.GetAsync("/api/compare/export?format=csv");
        var whole = kept["answers"]!.AsArray().Where(answer => answer!["failed"] is null).Select(answer => (int)answer!["position"]!).ToList();
        await person.PostAsync($"/api/compare/{id}/stars", new { position = whole[0], stars = 4 });
        var ratings = await arena.NewPerson().GetAsync("/api/compare/ratings");
        var seen = person.Received.ToString();

        var revealed = judgement == "pick"
            ? await person.PostAsync($"/api/compare/{id}/pick", new { position = whole[1] })
            : await person.PostAsync($"/api/compare/{id}/stars", new { position = whole[1], stars = 2 });
        var moved = await person.GetAsync($"/api/compare/ratings?model={PlayedModels.Red}&model={PlayedModels.Blue}");

        // The chosen ids are known, in the order of their names; no answer is tied to one of them.
        Assert.Equal(Chosen.Order(StringComparer.Ordinal), kept["models"]!.AsArray().Select(model => (string)model!));
        Assert.All((string[])["Display model", "node/", "server_error", "latency_seconds\":", "\"facts\""], secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
        Assert.Equal(others, ratings.Body);
        Assert.True((bool)revealed.Json["revealed"]!);
        var models = revealed.Json["models"]!.AsArray().Select(model => (string)model!).ToList();
        Assert.Equal(models[whole[0] - 1], (string?)revealed.Json["answers"]![whole[0] - 1]!["facts"]!["model_id"]);
        Assert.Contains(moved.Json["series"]!.AsArray(), series => (string)series!["model_id"]! == models[whole[0] - 1]);
    }

    [Fact]
    public async Task All_answers_are_shown_in_step()
    {
        var person = arena.NewPerson();
        await arena.Models.Held.WaitAsync(TestContext.Current.CancellationToken);
        string id;
        try
        {
            id = await person.StartAsync("In step?", [PlayedModels.Red, PlayedModels.Green, PlayedModels.Blue], blind: true);
        }
        finally
        {
            arena.Models.Held.Release();
        }

        var events = await person.FollowAsync(id);

        var shown = new int[3];
        var ticks = new List<int[]>();
        var last = int.MaxValue;
        foreach (var (position, length) in events.Where(item => item.Type == "delta").Select(item => ((int)item.Data["position"]!, ((string)item.Data["text"]!).Length)))
        {
            if (position <= last)
            {
                ticks.Add(shown = [.. shown]); // the pieces of a tick come by position
            }

            shown[position - 1] += length;
            last = position;
        }

        // As much of each as of the longest, unless all of it is shown.
        Assert.True(ticks.Count > 1);
        Assert.All(ticks, tick => Assert.Equal(shown.Select(whole => Math.Min(whole, tick.Max())), tick));
        Assert.Equal("answered", events[^1].Type);
    }

    [Fact]
    public async Task An_answer_that_names_its_model_is_flagged_once_names_are_known()
    {
        var person = arena.NewPerson();
        string[] models = [PlayedModels.Red, PlayedModels.Vain];
        var blind = await person.StartAsync("Who are you?", models, blind: true);
        await person.AnsweredAsync(blind);
        var open = await person.StartAsync("Who are you, openly?", models);
        var openly = await person.AnsweredAsync(open);
        var before = person.Received.ToString();

        var revealed = await person.PostAsync($"/api/compare/{blind}/pick", new { position = 1 });
        var csv = await person.GetAsync("/api/compare/export?format=csv&query=Who%20are%20you%3F");

        Assert.DoesNotContain("names_itself", before, StringComparison.Ordinal);
        Assert.All(openly["answers"]!.AsArray(), answer => Assert.Null(answer!["names_itself"]));
        Assert.Equal(
            [(PlayedModels.Red, null), (PlayedModels.Vain, true)],
            revealed.Json["answers"]!.AsArray().Select(answer => ((string)answer!["facts"]!["model_id"]!, (bool?)answer["names_itself"])).Order());
        Assert.Equal(["false", "true"], csv.Body.Split("\r\n")[1..^1].Select(line => line.Split(',')[^2]).Order(StringComparer.Ordinal));
    }
}
