using System.Net;
using System.Text;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Api;

public class BadInputTests : ApiTest
{
    private const string Start = "/api/arena/start_battle";
    private const string Responses = "/api/arena/get_responses";
    private const string Vote = "/api/arena/vote";

    /// <summary>Path, body, content type → status and the end of the problem's type.</summary>
    public static TheoryData<string, string?, string, int, string> Table => new()
    {
        { Start, "{", "application/json", 400, "invalid-request" },
        { Start, "", "application/json", 400, "invalid-request" },
        { Start, null, "application/json", 400, "invalid-request" },
        { Start, "null", "application/json", 400, "invalid-request" },
        { Start, "[]", "application/json", 400, "invalid-request" },
        { Start, "{}", "application/json", 400, "invalid-request" },
        { Start, """{"message":null}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":5}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":["a"]}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"a","message":"b"}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi"}""", "text/plain", 415, "invalid-request" },
        { Start, "message=Hi", "application/x-www-form-urlencoded", 415, "invalid-request" },
        { Start, """{"message":"\ud800"}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"a\u0000b"}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","view_index":"1"}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","view_index":99999999999}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","session":""}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","models":["a"]}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","models":["a","a"]}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":"Hi","models":["a",null]}""", "application/json", 400, "invalid-request" },
        { Start, """{"message":""}""", "application/json", 400, "message-empty" },
        { Start, """{"message":" \n\t "}""", "application/json", 400, "message-empty" },
        { Start, $$"""{"message":"{{new string('é', 16385)}}"}""", "application/json", 400, "message-too-long" },
        { Start, """{"message":"Hi","view_index":-1}""", "application/json", 400, "invalid-view-index" },
        { Start, """{"message":"Hi","view_index":3}""", "application/json", 400, "invalid-view-index" },
        { Responses, "{}", "application/json", 400, "invalid-request" },
        { Responses, """{"battle_id":"nope"}""", "application/json", 404, "battle-not-found" },
        { Responses, """{"battle_id":"../../etc/passwd"}""", "application/json", 404, "battle-not-found" },
        { Vote, """{"battle_id":"nope"}""", "application/json", 400, "invalid-request" },
        { Vote, """{"battle_id":"nope","preference":"LEFT"}""", "application/json", 400, "preference-unknown" },
        { Vote, """{"battle_id":"nope","preference":"left"}""", "application/json", 404, "battle-not-found" },
        { Vote, """{"battle_id":"","preference":"left"}""", "application/json", 404, "battle-not-found" },
        { "/api/arena/battles/nope/next", "{}", "application/json", 404, "battle-not-found" },
        { "/api/arena/status", "{}", "application/json", 405, "method-not-allowed" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_input_is_a_problem_of_its_own_kind_and_writes_nothing(
        string path, string? body, string contentType, int status, string problem)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        var reply = await Client.SendAsync(request);

        Assert.Equal(
            (status, "application/problem+json", $"urn:llm-arena:problem:{problem}", status),
            ((int)reply.Status, reply.ContentType, reply.Problem, (int)reply.Json["status"]!));
        Assert.Matches("^[0-9a-f]{32}$", (string)reply.Json["traceId"]!);
        Assert.True(((string)reply.Json["title"]!).Length > 0);
        Assert.Equal((0, 0), (Backend.Inference.Calls, Backend.Ratings.Battles.Count));
    }

    [Theory]
    [InlineData("nope", null, HttpStatusCode.NotFound, "battle-not-found")]
    [InlineData("nope", "-1", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("nope", "abc", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task An_event_source_too_gets_a_whole_problem(string battleId, string? lastEventId, HttpStatusCode status, string problem)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/arena/battles/{battleId}/stream");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var reply = await Client.SendAsync(request);

        Assert.Equal((status, $"urn:llm-arena:problem:{problem}"), (reply.Status, reply.Problem));
        Assert.Matches("^[0-9a-f]{32}$", (string?)reply.Json["traceId"] ?? "");
    }

    [Fact]
    public async Task An_unknown_call_is_a_problem_and_not_a_page()
    {
        var reply = await Client.GetAsync("/api/arena/nope");

        Assert.Equal((HttpStatusCode.NotFound, "urn:llm-arena:problem:not-found"), (reply.Status, reply.Problem));
    }

    [Fact]
    public async Task Another_message_than_the_battles_is_a_conflict()
    {
        var battleId = await Client.StartAsync("Hi");
        var reply = await Client.PostAsync(Responses, new { battle_id = battleId, message = "Hello" });

        Assert.Equal((HttpStatusCode.Conflict, "urn:llm-arena:problem:message-mismatch"), (reply.Status, reply.Problem));
    }
}
