namespace Arena.Web.Tests.Pages;

/// <summary>What scores say of a model, on its page.</summary>
public class RubricProfileTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    [Fact]
    public async Task A_model_has_a_profile_by_each_rubric_that_it_was_scored_by_with_people_and_judges_apart()
    {
        pages.Services["/api/models"] = """{"models":[{"id":"scored","display_name":"Scored","simulated":false,"available":true,"version":"","family":""}]}""";
        pages.Services["/api/leaderboard/models/scored"] = """{"row":null,"total":2,"strengths":[],"opponents":[]}""";
        pages.Services["/api/rubrics"] =
            """
            {"rubrics":[{"id":"support/2","title":"Support","help":"Would the customer be helped?","dimensions":[{"id":"empathy","title":"Empathy","help":"","min":0,"max":10}]},
            {"id":"unused/1","title":"Unused","help":"","dimensions":[{"id":"x","title":"X","help":"","min":1,"max":5}]}]}
            """;
        pages.Services["/api/rubrics/support/2/profiles"] =
            """
            {"rubric":"support/2","profiles":[{"model_id":"scored","scorer":"voter","dimension":"empathy","scores":4,"mean":6.5,"lower":6,"upper":7},
            {"model_id":"scored","scorer":"judge:wise","dimension":"empathy","scores":1,"mean":9,"lower":null,"upper":null}]}
            """;
        pages.Services["/api/rubrics/unused/1/profiles"] = """{"rubric":"unused/1","profiles":[]}""";
        using var reader = pages.Reader();

        var text = BoardPageTests.TextOf(await reader.GetStringAsync("/models/scored", TestContext.Current.CancellationToken));

        Assert.Contains("Support Would the customer be helped?", text, StringComparison.Ordinal);
        Assert.Contains("Empathy people 6.50 6.00 … 7.00 4 Empathy judge wise 9.00 – 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Unused", text, StringComparison.Ordinal);
        Assert.Contains(pages.Services.Asked, asked => asked.Path == "/api/rubrics/support/2/profiles?model=scored");
    }
}
