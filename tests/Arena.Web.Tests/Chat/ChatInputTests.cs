using System.Net;
using System.Text;
using Arena.Web.Tests.Api;
using Arena.Web.Tests.Fakes;

namespace Arena.Web.Tests.Chat;

public sealed class ChatInputTests(ChatInputTests.OneReplica one) : IClassFixture<ChatInputTests.OneReplica>
{
    /// <summary>Body → the end of the problem's type.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "{", "invalid-request" },
        { "[]", "invalid-request" },
        { "{}", "message-empty" },
        { """{"message":" "}""", "message-empty" },
        { """{"messages":[]}""", "message-empty" },
        { """{"message":"a\u0000b"}""", "invalid-request" },
        { $$"""{"message":"{{new string('é', 16385)}}"}""", "message-too-long" },
        { """{"message":"a","messages":[{"role":"user","content":"a"}]}""", "invalid-request" },
        { """{"messages":[null]}""", "invalid-request" },
        { """{"messages":[{"role":"user"}]}""", "message-empty" },
        { """{"messages":[{"role":"robot","content":"a"},{"role":"user","content":"a"}]}""", "invalid-request" },
        { """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""", "invalid-request" },
        { """{"messages":[{"role":"user","content":"a"},{"role":"tool","content":"b","tool_call_id":"nobody's"}]}""", "invalid-request" },
        { """{"messages":[{"role":"user","content":"a","tool_calls":[{"id":"1","function":{"name":"f","arguments":""}}]}]}""", "invalid-request" },
        { """{"messages":[{"role":"assistant","tool_calls":[null]},{"role":"user","content":"a"}]}""", "invalid-request" },
        { """{"messages":[{"role":"assistant"},{"role":"user","content":"a"}]}""", "invalid-request" },
        { """{"message":"a","tools":[null]}""", "invalid-request" },
        { """{"message":"a","tools":[{}]}""", "invalid-request" },
        { """{"message":"a","tools":[{"function":{"name":"two words"}}]}""", "invalid-request" },
        { """{"message":"a","tools":[{"type":"web","function":{"name":"f"}}]}""", "invalid-request" },
        { """{"message":"a","tools":[{"function":{"name":"f","parameters":[]}}]}""", "invalid-request" },
        { """{"message":"a","tools":[{"function":{"name":"f","parameters":{"properties":{"\ud800":{}}}}}]}""", "invalid-request" },
        { """{"message":"a","tools":[{"function":{"name":"f"}}],"offered_tools":[{"function":{"name":"f"}}]}""", "invalid-request" },
        { $$"""{"message":"a","tools":[{{string.Join(',', Enumerable.Range(0, 65).Select(Tool))}}]}""", "invalid-request" },
        { """{"message":"a","route":"nowhere"}""", "invalid-request" },
        { """{"message":"a","session":""}""", "invalid-request" },
        { """{"message":"a","context":{"loaded_data":[null]}}""", "invalid-request" },
        { """{"message":"a","context":{"active_workflow":"a\nb"}}""", "invalid-request" },
        {
            """{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":""}}]},{"role":"tool","content":"b","tool_call_id":"1"}],"route":"arena"}""",
            "invalid-request"
        },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_bad_request_is_a_problem_that_names_its_kind_and_asks_nobody(string body, string problem)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var reply = await one.Anyone.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, $"urn:llm-arena:problem:{problem}"), (reply.Status, reply.Problem));
        Assert.Empty(one.Router.Routed);
    }

    private static string Tool(int number) => "{\"function\":{\"name\":\"f" + number + "\"}}";

    /// <summary>For all rows: nothing that is refused changes it.</summary>
    public sealed class OneReplica : ApiTest
    {
        internal ArenaClient Anyone => Client;

        internal FakeRouter Router => Backend.Router;
    }
}
