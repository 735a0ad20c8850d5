using System.Net;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

/// <summary>Battles between two models that the voter chose.</summary>
public class NamedTests : ApiTest
{
    private const string Named = $$"""{"a":"{{Models.B}}","b":"{{Models.A}}"}""";
    private const string Called = $$"""{"a":"{{Models.B}} (simulated)","b":"{{Models.A}} (simulated)"}""";

    [Fact]
    public async Task Chosen_models_are_named_from_the_start_in_every_view_and_recorded_as_chosen()
    {
        var started = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi", models = new[] { Models.B, Models.A } });
        var battleId = (string)started.Json["battle_id"]!;
        var next = await Client.PostAsync($"/api/arena/battles/{battleId}/next", new { });
        var found = await Client.GetAsync($"/api/arena/battles/{battleId}");
        await Client.StreamAsync(battleId);

        Assert.Equal([Named, Named, Named], new[] { started, next, found }.Select(reply => reply.Json["models"]!.ToJsonString()));
        Assert.Equal([Called, Called, Called], new[] { started, next, found }.Select(reply => reply.Json["model_names"]!.ToJsonString()));
        var recorded = Assert.Single(Backend.Ratings.Battles).Value;
        Assert.Equal(("named", Models.B, Models.A), (recorded.PairPolicy, recorded.Left.ModelId, recorded.Right.ModelId));
    }

    [Fact]
    public async Task A_drawn_pair_is_named_nowhere()
    {
        var started = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi" });

        Assert.Equal((null, null), (started.Json["models"], started.Json["model_names"]));
        Assert.DoesNotContain(Models.Marker, Client.Received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_answer_is_said_in_words_that_name_none()
    {
        var refused = await Client.PostAsync("/api/arena/start_battle", new { message = "Hi", models = new[] { Models.A, "nobody" } });

        Assert.Equal((HttpStatusCode.Conflict, "urn:llm-arena:problem:model-unavailable"), (refused.Status, refused.Problem));
        Assert.DoesNotContain(Models.Marker, Client.Received.ToString(), StringComparison.Ordinal);
    }
}
