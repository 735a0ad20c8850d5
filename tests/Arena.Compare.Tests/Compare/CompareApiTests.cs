using System.Net;
using System.Text.Json.Nodes;
using Arena.Compare.Tests.Documents;
using Arena.Compare.Tests.Hosting;
using Arena.ServiceDefaults.Problems;

namespace Arena.Compare.Tests.Compare;

/// <summary>Comparisons through the API, down to the database.</summary>
public sealed class CompareApiTests(ArenaFixture arena) : IClassFixture<ArenaFixture>
{
    private static readonly string[] Three = [PlayedModels.Red, PlayedModels.Green, PlayedModels.Blue];

    [Fact]
    public async Task All_answers_stream_at_once_and_are_kept_with_what_they_took()
    {
        var person = arena.NewPerson();

        var id = await person.StartAsync("What colour is the sky?", Three);
        var events = await person.FollowAsync(id);
        var kept = (await person.GetAsync($"/api/compare/{id}")).Json;

        Assert.Equal("answered", events[^1].Type);
        foreach (var position in (int[])[1, 2, 3])
        {
            var text = string.Concat(events.Where(item => item.Type == "delta" && (int)item.Data["position"]! == position).Select(item => (string)item.Data["text"]!));
            Assert.Equal($"The answer of colour {Three[position - 1].Length} ends.", text);
            Assert.Equal(text, (string?)kept["answers"]![position - 1]!["text"]);
            Assert.Equal(
                """{"model_id":"MODEL","display_name":"Display MODEL","simulated":false,"asked_model_id":"MODEL","deployment":"node/MODEL","fell_back":false,"finish_reason":"stop","latency_seconds":2,"time_to_first_token_seconds":0.25,"input_tokens":10,"output_tokens":20,"tokens_estimated":false,"tokens_per_second":10,"cost_usd":null}""".Replace("MODEL", Three[position - 1], StringComparison.Ordinal),
                kept["answers"]![position - 1]!["facts"]!.ToJsonString());
            Assert.Equal(
                kept["answers"]![position - 1]!["facts"]!.ToJsonString(),
                events.Single(item => item.Type == "done" && (int)item.Data["position"]! == position).Data["facts"]!.ToJsonString());
        }

        Assert.Equal(("What colour is the sky?", "answered"), ((string)kept["prompt"]!, (string)kept["state"]!));
        Assert.NotEmpty((string)kept["query_type"]!);
    }

    [Fact]
    public async Task The_answers_reach_the_ledger_also_when_nobody_reads_them()
    {
        var person = arena.NewPerson();

        var id = await person.StartAsync("Nobody reads this.", Three);

        Assert.Equal(3, (await person.AnsweredAsync(id))["answers"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_model_that_fails_does_not_take_the_others_with_it()
    {
        var person = arena.NewPerson();

        var id = await person.StartAsync("Who breaks?", [PlayedModels.Red, PlayedModels.Broken, PlayedModels.Blue]);
        var events = await person.FollowAsync(id);
        var kept = await person.AnsweredAsync(id);
        var stars = await person.PostAsync($"/api/compare/{id}/stars", new { position = 2, stars = 5 });

        Assert.Equal("""{"position":2,"cause":"server_error"}""", events.Single(item => item.Type == "broken").Data.ToJsonString());
        Assert.Equal([null, "server_error", null], kept["answers"]!.AsArray().Select(answer => (string?)answer!["failed"]));
        Assert.Equal((409, ProblemTypes.ComparisonNotAnswered), stars.Problem);
    }

    [Fact]
    public async Task Stars_may_be_changed_and_the_last_count_of_each_person()
    {
        var (one, other) = (arena.NewPerson(), arena.NewPerson());
        var id = await one.StartAsync("Stars?", Three);
        await one.AnsweredAsync(id);
        var before = await PointsAsync(one, PlayedModels.Green);

        foreach (var stars in (int[])[2, 5, 4])
        {
            await one.PostAsync($"/api/compare/{id}/stars", new { position = 2, stars });
        }

        await other.PostAsync($"/api/compare/{id}/stars", new { position = 2, stars = 1 });
        await one.PostAsync($"/api/compare/{id}/pick", new { position = 1 });
        var picked = await one.PostAsync($"/api/compare/{id}/pick", new { position = 3 });

        Assert.Equal((4, 3), ((int)picked.Json["answers"]![1]!["stars"]!, (int)picked.Json["picked"]!));
        Assert.Equal(1, (int)(await other.GetAsync($"/api/compare/{id}")).Json["answers"]![1]!["stars"]!);
        Assert.Equal([.. before, 4, 1], await PointsAsync(one, PlayedModels.Green));
        Assert.Equal(400, (int)(await one.PostAsync($"/api/compare/{id}/stars", new { position = 1, stars = 6 })).Status);
    }

    [Fact]
    public async Task Everything_is_found_again_by_its_own_session_only()
    {
        var (one, other) = (arena.NewPerson(), arena.NewPerson());
        await one.AnsweredAsync(await one.StartAsync("Why do 100%_of cats purr?", Three));
        await one.AnsweredAsync(await one.StartAsync("Why is the sea salty?", [PlayedModels.Red, PlayedModels.Blue]));

        Assert.Equal(["Why is the sea salty?", "Why do 100%_of cats purr?"], await PromptsAsync(one, ""));
        Assert.Equal(["Why do 100%_of cats purr?"], await PromptsAsync(one, "?query=100%25_OF"));
        Assert.Equal(["Why is the sea salty?"], await PromptsAsync(one, "?page=1&size=1"));
        Assert.Equal(2, (await PromptsAsync(one, "?query=answer%20of%20colour")).Count);
        Assert.Empty(await PromptsAsync(one, "?query=%25x"));
        Assert.Empty(await PromptsAsync(other, ""));
        Assert.Equal(400, (int)(await one.GetAsync("/api/compare?size=1000")).Status);
    }

    [Fact]
    public async Task The_export_has_one_object_a_comparison_or_one_line_an_answer()
    {
        var person = arena.NewPerson();
        var id = await person.StartAsync("=1+1, \"quoted\"", [PlayedModels.Red, PlayedModels.Blue]);
        await person.AnsweredAsync(id);
        await person.PostAsync($"/api/compare/{id}/stars", new { position = 1, stars = 5 });

        var json = await person.GetAsync("/api/compare/export");
        var csv = await person.GetAsync("/api/compare/export?format=csv");

        Assert.Equal(id, (string?)JsonNode.Parse(json.Body.TrimEnd())!["id"]);
        var created = (string)json.Json["created_at"]!;
        Assert.Equal(
            $"""
             comparison_id,created_at,prompt,document,position,model_id,display_name,stars,picked,latency_seconds,input_tokens,output_tokens,cost_usd,failed,names_itself,text
             {id},CREATED,"'=1+1, ""quoted""\",,1,model-red,Display model-red,5,false,2,10,20,,,false,The answer of colour 9 ends.
             {id},CREATED,"'=1+1, ""quoted""\",,2,model-blue,Display model-blue,,false,2,10,20,,,false,The answer of colour 10 ends.

             """.ReplaceLineEndings("\r\n").Replace("\\\"", "\"", StringComparison.Ordinal),
            System.Text.RegularExpressions.Regex.Replace(csv.Body, @"\d{4}-\d\d-\d\dT[^,]+", "CREATED", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.StartsWith("20", created, StringComparison.Ordinal);
        Assert.Equal(400, (int)(await person.GetAsync("/api/compare/export?format=xml")).Status);
    }

    [Fact]
    public async Task Only_the_owner_of_the_arena_sees_everybodys()
    {
        var person = arena.NewPerson();
        await person.AnsweredAsync(await person.StartAsync("For the owner too.", Three));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/compare/all?query=owner");
        request.Headers.Add("x-admin-key", ArenaFixture.AdminKey);

        Assert.Equal(HttpStatusCode.Unauthorized, (await person.GetAsync("/api/compare/all")).Status);
        Assert.Equal("For the owner too.", (string?)(await person.SendAsync(request)).Json["comparisons"]![0]!["prompt"]);
    }

    [Fact]
    public async Task What_costs_money_is_asked_about_first()
    {
        var person = arena.NewPerson();
        var body = new { prompt = "Expensive?", models = new[] { PlayedModels.Red, PlayedModels.Paid } };

        var asked = await person.PostAsync("/api/compare", body);
        var estimate = await person.PostAsync("/api/compare/estimate", body);
        var confirmed = await person.PostAsync("/api/compare", new { body.prompt, body.models, confirm_cost = true });

        Assert.Equal((409, ProblemTypes.CostNotConfirmed), asked.Problem);
        Assert.Equal(asked.Json["estimate"]!.ToJsonString(), estimate.Json["estimate"]!.ToJsonString());
        Assert.Equal(((4 * 3) + (1024 * 15)) / 1e6, (double)estimate.Json["estimate"]!["total_usd"]!, 1e-12);
        var kept = await person.AnsweredAsync((string)confirmed.Json["id"]!);
        Assert.Equal([null, 0.5], kept["answers"]!.AsArray().Select(answer => (double?)answer!["facts"]!["cost_usd"]));
    }

    [Fact]
    public async Task The_same_key_again_opens_nothing_again()
    {
        var person = arena.NewPerson();
        await person.GetAsync("/api/compare"); // a session

        var first = await person.SendAsync(Keyed("Once?", Three));
        var again = await person.SendAsync(Keyed("Once?", Three));
        var other = await person.SendAsync(Keyed("Another?", Three));
        var others = await person.SendAsync(Keyed("Once?", Three[..2]));

        Assert.Equal((string)first.Json["id"]!, (string)again.Json["id"]!);
        Assert.Equal((409, ProblemTypes.IdempotencyConflict), other.Problem);
        Assert.Equal((409, ProblemTypes.IdempotencyConflict), others.Problem);
        static HttpRequestMessage Keyed(string prompt, string[] models) => new(HttpMethod.Post, "/api/compare")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { prompt, models }),
            Headers = { { "Idempotency-Key", "key-1" } },
        };
    }

    public static TheoryData<object, string> Wrong => new()
    {
        { new { prompt = " ", models = Three }, ProblemTypes.MessageEmpty },
        { new { prompt = new string('x', 40_000), models = Three }, ProblemTypes.MessageTooLong },
        { new { prompt = "a\0b", models = Three }, ProblemTypes.InvalidRequest },
        { new { prompt = "x", models = new[] { PlayedModels.Red } }, ProblemTypes.ModelsInvalid },
        { new { prompt = "x", models = (string[]?)null }, ProblemTypes.InvalidRequest },
        { new { prompt = "x", models = new[] { PlayedModels.Red, null } }, ProblemTypes.ModelsInvalid },
        { new { prompt = "x", models = new[] { PlayedModels.Red, PlayedModels.Red } }, ProblemTypes.ModelsInvalid },
        { new { prompt = "x", models = Enumerable.Range(0, 7).Select(i => $"m{i}") }, ProblemTypes.ModelsInvalid },
        { new { prompt = "x", models = new[] { PlayedModels.Red, "nobody" } }, ProblemTypes.ModelUnavailable },
        { new { prompt = "x", models = new[] { PlayedModels.Red, PlayedModels.Off } }, ProblemTypes.ModelUnavailable },
        { new { prompt = "x", models = Three, document = "nothing" }, ProblemTypes.DocumentNotFound },
        { new { prompt = new string('x', 3000), models = new[] { PlayedModels.Red, PlayedModels.Small } }, ProblemTypes.ContextTooSmall },
        { new { prompt = 7, models = "x" }, ProblemTypes.InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_asked_wrongly_is_answered_with_what_is_wrong(object body, string type)
    {
        var reply = await arena.NewPerson().PostAsync("/api/compare", body);

        Assert.Equal(type, reply.Problem.Type);
        Assert.InRange(reply.Problem.Status, 400, 499);
    }

    [Theory]
    [InlineData("/api/compare/nothing")]
    [InlineData("/api/compare/nothing/stream")]
    [InlineData("/api/compare/..%2Fx")]
    public async Task What_is_not_there_is_not_found(string path) =>
        Assert.Equal((404, ProblemTypes.ComparisonNotFound), (await arena.NewPerson().GetAsync(path)).Problem);

    [Fact]
    public async Task Erased_texts_are_found_no_more()
    {
        var person = arena.NewPerson();
        var id = await person.StartAsync("Forget me.", Three);
        await person.AnsweredAsync(id);

        var eraser = arena.LedgerService<Arena.Ratings.Ledger.Erasing.TextEraser>(out var scope);
        using (scope)
        {
            Assert.Equal(1, await eraser.EraseSubjectAsync(id, TestContext.Current.CancellationToken));
        }

        Assert.Equal((404, ProblemTypes.ComparisonNotFound), (await person.GetAsync($"/api/compare/{id}")).Problem);
        Assert.Empty(await PromptsAsync(person, ""));
    }

    [Fact]
    public async Task A_form_with_a_file_compares_what_the_models_say_of_it()
    {
        var person = arena.NewPerson();

        var reply = await person.UploadAsync(
            "notes.txt", Corpus.Utf8("The sky is green."), "/api/compare",
            ("prompt", "What does it say?"), ("models", PlayedModels.Red), ("models", PlayedModels.Blue));
        await person.AnsweredAsync((string)reply.Json["id"]!);

        Assert.Equal("notes.txt", (string?)reply.Json["document"]!["name"]);
        var sent = arena.Models.Requests.Where(request => request.Messages[0].Content.Contains("What does it say?", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Single(sent.Select(request => request.Messages[0].Content).Distinct(StringComparer.Ordinal));
        Assert.Contains("The sky is green.", sent[0].Messages[0].Content, StringComparison.Ordinal);
    }

    private static async Task<List<int>> PointsAsync(Person person, string model) =>
    [
        .. (await person.GetAsync($"/api/compare/ratings?model={model}")).Json["series"]!.AsArray().SelectMany(series => series!["points"]!.AsArray())
            .Select(point => (int)(double)point!["stars"]!),
    ];

    private static async Task<List<string>> PromptsAsync(Person person, string query) =>
        [.. (await person.GetAsync($"/api/compare{query}")).Json["comparisons"]!.AsArray().Select(comparison => (string)comparison!["prompt"]!)];
}
