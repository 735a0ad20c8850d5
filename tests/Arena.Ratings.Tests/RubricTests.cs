using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Rubrics;
using Arena.Ratings.Tests.Hosting;
using Arena.ServiceDefaults;
using Grpc.Core;

namespace Arena.Ratings.Tests;

/// <summary>Scores by rubrics, reasons for votes, and what is made of them.</summary>
public class RubricTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private const string Rubric = "creative-orientation/1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Contracts.Ratings.Ratings.RatingsClient Ratings => fixture.Host.Ratings;

    [Fact]
    public async Task The_built_in_rubric_has_its_four_dimensions_for_people_and_services_alike()
    {
        using var client = fixture.Host.CreateClient();
        var list = (await client.GetFromJsonAsync<JsonObject>("/api/rubrics", Token))!;
        var offered = await Ratings.GetRubricsAsync(new(), cancellationToken: Token);

        string[] expected = ["structural-tension 1 5", "desired-outcomes 1 5", "natural-advancement 1 5", "creative-phases 1 5"];
        Assert.Equal(expected, list["rubrics"]![0]!["dimensions"]!.AsArray().Select(dimension => $"{dimension!["id"]} {dimension["min"]} {dimension["max"]}"));
        Assert.Equal(expected, offered.Rubrics.Single().Dimensions.Select(dimension => $"{dimension.Id} {dimension.Min} {dimension.Max}"));
        Assert.Equal(RubricCatalog.DefaultReasons.Select(reason => reason.Id), offered.Reasons.Select(reason => reason.Id));
    }

    [Fact]
    public async Task Profiles_keep_people_and_judges_apart_the_last_word_counts_and_agreement_is_told()
    {
        var battles = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            battles.Add(await VotedAsync("profile-a", "profile-b"));
            await ScoreAsync(battles[i], "left", "ann", 1); // replaced below
            await ScoreAsync(battles[i], "left", "ann", 3 + i);
            await ScoreAsync(battles[i], "left", "bob", 3 + i);
            await ScoreAsync(battles[i], "left", "", 2 + i, "judge:wise");
        }

        using var client = fixture.Host.CreateClient();
        var profiles = (await client.GetFromJsonAsync<JsonObject>($"/api/rubrics/{Rubric}/profiles?model=profile-a", Token))!["profiles"]!.AsArray();
        var agreement = (await client.GetFromJsonAsync<JsonObject>($"/api/rubrics/{Rubric}/agreement", Token))!["agreement"]!.AsArray();

        Assert.Equal(
            ["profile-a voter structural-tension 6 4", "profile-a judge:wise structural-tension 3 3"],
            profiles.Select(row => $"{row!["model_id"]} {row["scorer"]} {row["dimension"]} {row["scores"]} {row["mean"]}"));
        Assert.Equal(1.0, (double)agreement.Single(row => (string?)row!["scorer"] == "voter")!["agreement"]!["alpha"]!, 9);

        // Three units, each one apart: observed 1, expected (Σ of squares) over 30 ordered pairs of six values.
        var judge = agreement.Single(row => (string?)row!["scorer"] == "judge:wise")!["agreement"]!;
        Assert.Equal(1 - (1 / (2 * 6 * 5.5 / 30)), (double)judge["alpha"]!, 9);
        Assert.True((await fixture.Host.VerifyAsync()).Agrees);
    }

    [Theory]
    [InlineData("nobody/1", "structural-tension", 3, "rubric is 'nobody/1': creative-orientation/1 is expected")]
    [InlineData(Rubric, "colour", 3, "'creative-orientation/1' has no dimension 'colour'")]
    [InlineData(Rubric, "structural-tension", 6, "'structural-tension' is 6: a whole number from 1 to 5 is expected")]
    [InlineData(Rubric, "structural-tension", 2.5, "'structural-tension' is 2.5: a whole number from 1 to 5 is expected")]
    public async Task Scores_that_mean_nothing_are_refused(string rubric, string dimension, double score, string because)
    {
        var request = new GiveScoresRequest { Id = "x", BattleId = "x", Side = "left", Rubric = rubric, Scorer = "voter", Scores = { [dimension] = score } };

        var refused = await Assert.ThrowsAsync<RpcException>(() => Ratings.GiveScoresAsync(request, cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith(because, refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reasons_are_kept_sealed_exported_and_their_words_erased_with_the_battle()
    {
        var battle = await VotedAsync("reason-a", "reason-b");
        var feedback = new GiveFeedbackRequest
        {
            Id = "why-1",
            BattleId = battle,
            Reasons = { "more-accurate", "better-written" },
            Comment = "Ask jo@example.org.",
            Session = "ann",
        };
        var first = await Ratings.GiveFeedbackAsync(feedback, cancellationToken: Token);
        var again = await Ratings.GiveFeedbackAsync(feedback, cancellationToken: Token);
        await ScoreAsync(battle, "right", "ann", 5);
        Assert.Equal((true, false), (first.Created, again.Created));

        var said = JsonNode.Parse((await ExportAsync("feedback?scrub=true&model=reason-a")).Single())!;
        Assert.Equal(
            """["better-written","more-accurate"] Ask [EMAIL]. left reason-a reason-b""",
            $"{said["reasons"]!.ToJsonString()} {said["comment"]} {said["preference"]} {said["model_left"]} {said["model_right"]}");
        var scored = JsonNode.Parse((await ExportAsync("scores?model=reason-b")).Single())!;
        Assert.Equal(
            """creative-orientation/1 {"structural-tension":5} voter right reason-b Paris, says reason-b.""",
            $"{scored["rubric"]} {scored["scores"]!.ToJsonString()} {scored["scorer"]} {scored["side"]} {scored["model"]} {scored["messages"]![1]!["content"]}");

        using var erase = Admin(HttpMethod.Post, "/api/admin/ratings/erase", new { id = battle });
        using var client = fixture.Host.CreateClient();
        (await client.SendAsync(erase, Token)).EnsureSuccessStatusCode();

        Assert.Equal(0, await fixture.ScalarAsync<long>($"SELECT count(*) FROM feedback_texts WHERE feedback_id = 'why-1'"));
        Assert.Empty(await ExportAsync("feedback?model=reason-a"));
        Assert.True((await fixture.Host.VerifyAsync()).Agrees);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Ratings.GiveFeedbackAsync(
            new() { Id = "why-2", BattleId = battle, Comment = "late" }, cancellationToken: Token).ResponseAsync)).StatusCode);
    }

    [Theory]
    [InlineData("UPDATE feedback SET reasons = '{}'")]
    [InlineData("DELETE FROM feedback")]
    [InlineData("UPDATE feedback_texts SET content = 'x'")]
    public async Task The_database_itself_keeps_reasons_as_they_are(string statement)
    {
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fixture.ScalarAsync<long>(statement));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "", StatusCode.InvalidArgument)]
    [InlineData("", "", StatusCode.InvalidArgument)]
    [InlineData("safer", "", StatusCode.NotFound)]
    public async Task Reasons_that_are_none_or_for_no_vote_are_refused(string reason, string comment, StatusCode status)
    {
        var battle = SampleBattle.Of("unvoted-a", "unvoted-b");
        await Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        var request = new GiveFeedbackRequest { Id = "r", BattleId = battle.BattleId, Comment = comment };
        request.Reasons.AddRange(reason.Length == 0 ? [] : [reason]);

        Assert.Equal(status, (await Assert.ThrowsAsync<RpcException>(() => Ratings.GiveFeedbackAsync(request, cancellationToken: Token).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_judge_is_given_what_it_has_not_scored_and_not_written()
    {
        var battle = await VotedAsync("judged-a", "judge-itself");
        var before = await Ratings.ListUnjudgedAsync(new() { Rubric = Rubric, Judge = "judge-itself", Limit = 100 }, cancellationToken: Token);
        await ScoreAsync(battle, "left", "", 4, "judge:judge-itself");
        var after = await Ratings.ListUnjudgedAsync(new() { Rubric = Rubric, Judge = "judge-itself", Limit = 100 }, cancellationToken: Token);

        Assert.Equal(
            ["left: What is the capital of France? Paris, says judged-a."],
            before.Answers.Where(answer => answer.BattleId == battle).Select(answer => $"{answer.Side}: {string.Join(' ', answer.Turns.Select(turn => turn.Content))}"));
        Assert.DoesNotContain(after.Answers, answer => answer.BattleId == battle);
    }

    [Fact]
    public async Task What_a_judge_failed_on_often_enough_is_left_alone_on_every_replica_and_for_good()
    {
        var battle = await VotedAsync("failed-a", "failed-b");
        var failure = new RecordFailedJudgementRequest { BattleId = battle, Side = "left", Rubric = Rubric, Judge = "clumsy" };
        var first = await Ratings.RecordFailedJudgementAsync(failure, cancellationToken: Token);
        var once = await SidesAsync(fixture.Host.Ratings, "clumsy");
        var second = await Ratings.RecordFailedJudgementAsync(failure, cancellationToken: Token);
        var replica = await fixture.StartReplicaAsync(); // as after a restart: all that it knows is in the database

        Assert.Equal((1, 2), (first.Attempts, second.Attempts));
        Assert.Equal(["left", "right"], once);
        Assert.Equal(["right"], await SidesAsync(replica.Ratings, "clumsy"));
        Assert.Equal(["left", "right"], await SidesAsync(replica.Ratings, "another"));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Ratings.RecordFailedJudgementAsync(
            new() { BattleId = "nobody", Side = "left", Rubric = Rubric, Judge = "clumsy" }, cancellationToken: Token).ResponseAsync)).StatusCode);

        async Task<List<string>> SidesAsync(Contracts.Ratings.Ratings.RatingsClient ratings, string judge) =>
            [.. (await ratings.ListUnjudgedAsync(new() { Rubric = Rubric, Judge = judge, Limit = 100, Attempts = 2 }, cancellationToken: Token)).Answers
                .Where(answer => answer.BattleId == battle).Select(answer => answer.Side)];
    }

    [Fact]
    public async Task A_rubric_of_the_configuration_is_served_scored_profiled_and_exported_with_people_and_judges_apart()
    {
        await using var host = await new RatingsHost(fixture.ConnectionString, Own()).ReadyAsync();
        using var client = host.CreateClient();
        var served = (await client.GetFromJsonAsync<JsonObject>("/api/rubrics", Token))!;
        var battle = await VotedAsync("own-a", "own-b");
        foreach (var (scorer, score) in ((string, int)[])[("voter", 2), ("judge:wise", 7)])
        {
            await host.Ratings.GiveScoresAsync(
                new() { Id = $"own {scorer}", BattleId = battle, Side = "right", Rubric = "support/2", Scorer = scorer, Scores = { ["empathy"] = score } }, cancellationToken: Token);
        }

        Assert.Equal(["support/2", Rubric], served["rubrics"]!.AsArray().Select(rubric => (string?)rubric!["id"]));
        Assert.Equal(
            """[{"id":"empathy","title":"Empathy","help":"It sees the person.","min":0,"max":10}] [{"id":"kinder","title":"Kinder"}]""",
            $"{served["rubrics"]![0]!["dimensions"]!.ToJsonString()} {served["reasons"]!.ToJsonString()}");
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => host.Ratings.GiveScoresAsync(
            new() { Id = "x", BattleId = battle, Side = "right", Rubric = "support/2", Scorer = "voter", Scores = { ["empathy"] = 11 } }, cancellationToken: Token).ResponseAsync)).StatusCode);

        var profiles = (await client.GetFromJsonAsync<JsonObject>("/api/rubrics/support/2/profiles?model=own-b", Token))!["profiles"]!.AsArray();
        Assert.Equal(["voter empathy 1 2", "judge:wise empathy 1 7"], profiles.Select(row => $"{row!["scorer"]} {row["dimension"]} {row["scores"]} {row["mean"]}"));
        Assert.Equal(
            ["""voter support/2 {"empathy":2} own-b""", """judge:wise support/2 {"empathy":7} own-b"""],
            (await ExportAsync("scores?model=own-b")).Select(line => JsonNode.Parse(line)!)
                .Select(line => $"{line["scorer"]} {line["rubric"]} {line["scores"]!.ToJsonString()} {line["model"]}"));
    }

    [Theory]
    [InlineData("Rubrics:Items:0:Name", "Support", "Rubrics:Items:0:Name is 'Support': lower-case letters, digits and hyphens are expected.")]
    [InlineData("Rubrics:Items:0:Title", " ", "Rubrics:Items:0:Title is empty: what people read is expected.")]
    [InlineData("Rubrics:Items:0:Dimensions:0:Id", "", "Rubrics:Items:0:Dimensions:0:Id is '': lower-case letters, digits and hyphens are expected.")]
    [InlineData("Rubrics:Items:0:Dimensions:0:Max", "0", "Rubrics:Items:0:Dimensions:0:Max is 0 and Min 0: a scale of 1 … 100 steps is expected.")]
    [InlineData("Rubrics:Items:0:Dimensions:0:Max", "five", "*'five' at 'Rubrics:Items:0:Dimensions:0:Max'*")]
    [InlineData("Rubrics:Items:0:Dimensions:0:Maxi", "5", "*DimensionOption: 'Maxi'")]
    [InlineData("Rubrics:Items:1:Name", "empty", "Rubrics:Items:1:Title is empty: what people read is expected.; Rubrics:Items:1:Dimensions is empty: what is scored is expected.")]
    [InlineData("Rubrics:Reasons:0:Title", "", "Rubrics:Reasons:0:Title is empty: what people read is expected.")]
    [InlineData("Rubrics:MaxCommentCharacters", "-1", "*MaxCommentCharacters*")]
    public void A_rubric_that_cannot_be_scored_stops_the_start_in_a_line_that_names_the_key(string key, string value, string line)
    {
        using var host = new RatingsHost(fixture.ConnectionString, [.. Own(), (key, value)]);

        var stopped = Assert.ThrowsAny<Exception>(() => host.Services);

        Assert.Matches($"^error: {System.Text.RegularExpressions.Regex.Escape(line).Replace("\\*", ".*", StringComparison.Ordinal)}$", ConfigurationErrors.LineOf(stopped));
    }

    /// <summary>A rubric as <c>appsettings.json</c> or the environment says it.</summary>
    private static (string Key, string Value)[] Own() =>
    [
        ("Rubrics:Items:0:Name", "support"), ("Rubrics:Items:0:Version", "2"), ("Rubrics:Items:0:Title", "Support"), ("Rubrics:Items:0:Help", "Would the customer be helped?"),
        ("Rubrics:Items:0:Dimensions:0:Id", "empathy"), ("Rubrics:Items:0:Dimensions:0:Title", "Empathy"), ("Rubrics:Items:0:Dimensions:0:Help", "It sees the person."),
        ("Rubrics:Items:0:Dimensions:0:Min", "0"), ("Rubrics:Items:0:Dimensions:0:Max", "10"), ("Rubrics:Reasons:0:Id", "kinder"), ("Rubrics:Reasons:0:Title", "Kinder"),
    ];

    private async Task<string> VotedAsync(string left, string right)
    {
        var battle = SampleBattle.Of(left, right);
        await Ratings.RecordBattleAsync(battle, cancellationToken: Token);
        await Ratings.SubmitVoteAsync(new() { BattleId = battle.BattleId, Preference = Preference.Left }, cancellationToken: Token);
        return battle.BattleId;
    }

    private async Task ScoreAsync(string battle, string side, string session, int score, string scorer = "voter") => await Ratings.GiveScoresAsync(
        new() { Id = Guid.NewGuid().ToString("N"), BattleId = battle, Side = side, Rubric = Rubric, Scorer = scorer, Session = session, Scores = { ["structural-tension"] = score } },
        cancellationToken: Token);

    private async Task<string[]> ExportAsync(string path)
    {
        await fixture.Host.SealAsync();
        using var client = fixture.Host.CreateClient();
        using var recompute = Admin(HttpMethod.Post, "/api/admin/ratings/recompute", body: null);
        (await client.SendAsync(recompute, Token)).EnsureSuccessStatusCode();
        using var export = Admin(HttpMethod.Get, $"/api/export/{path}", body: null);
        using var response = await client.SendAsync(export, Token);
        return (await response.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static HttpRequestMessage Admin(HttpMethod method, string path, object? body) => new(method, path)
    {
        Headers = { { "x-admin-key", RatingsHost.AdminKey } },
        Content = body is null ? null : JsonContent.Create(body),
    };
}
