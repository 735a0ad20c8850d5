using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Chat;

namespace Arena.Inference.Tests.OpenAi;

/// <summary>OpenAI's official clients, for .NET and for Node, work with nothing but another address.</summary>
public sealed class OfficialClientTests : IAsyncLifetime
{
    private const string Answer = "Paris, of course: it is 100% certain €.";

    private static readonly ChatMessage[] Messages = [new UserChatMessage("What is the capital of France?")];
    private static readonly ChatCompletionOptions WithTool = new()
    {
        Tools = { ChatTool.CreateFunctionTool("get_weather", "The weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
    };

    private ListeningInference _service = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await ListeningInference.StartAsync();

    [Fact]
    public async Task The_client_for_Node_lists_answers_streams_calls_tools_and_throws_where_it_should()
    {
        var start = new ProcessStartInfo("node", ["client.mjs", _service.Url.AbsoluteUri])
        {
            WorkingDirectory = typeof(OfficialClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(setting => setting.Key is "PeerFolder").Value,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(Token);
        var errors = await node.StandardError.ReadToEndAsync(Token);
        await node.WaitForExitAsync(Token);

        Assert.Equal("", errors);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"models":["broken","m","tools"],"one":"m",
                 "whole":["ANSWER","stop",21],"streamed":["ANSWER","stop",21,"m"],
                 "called":[["get_weather","{\"city\":\"Paris\"}"]],"assembled":[["get_weather","{\"city\":\"Paris\"}"]],
                 "unknown":"NotFoundError 404 model_not_found","invalid":"BadRequestError 400","broken":"APIError  error_in_stream"}
                """.Replace("ANSWER", Answer, StringComparison.Ordinal)),
            JsonNode.Parse(await output)), await output);
    }

    [Fact]
    public async Task The_client_for_NET_answers_whole_and_streamed_with_usage()
    {
        var client = Client("m");

        ChatCompletion whole = await client.CompleteChatAsync(Messages, cancellationToken: Token);
        var (text, finish, total) = await StreamAsync(client);

        Assert.Equal((Answer, ChatFinishReason.Stop, 21, "m"), (whole.Content[0].Text, whole.FinishReason, whole.Usage.TotalTokenCount, whole.Model));
        Assert.Equal((Answer, ChatFinishReason.Stop, 21), (text, finish, total));
    }

    [Fact]
    public async Task The_client_for_NET_is_handed_tool_calls()
    {
        ChatCompletion called = await Client("tools").CompleteChatAsync(Messages, WithTool, Token);

        var call = Assert.Single(called.ToolCalls);
        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather", """{"city":"Paris"}"""), (called.FinishReason, call.FunctionName, call.FunctionArguments.ToString()));
    }

    [Fact]
    public async Task The_client_for_NET_throws_for_an_unknown_model_and_lists_those_that_are_known()
    {
        var exception = await Assert.ThrowsAsync<ClientResultException>(() => Client("nope").CompleteChatAsync(Messages, cancellationToken: Token));
        var models = await All().GetOpenAIModelClient().GetModelsAsync(Token);

        Assert.Equal(404, exception.Status);
        Assert.Contains("There is no model 'nope'.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["broken", "m", "tools"], models.Value.Select(model => model.Id));
    }

    /// <summary>It hides errors in a stream; what it does not hide is a finish reason that it does not know.</summary>
    [Fact]
    public async Task The_client_for_NET_cannot_take_a_broken_stream_for_a_whole_one() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StreamAsync(Client("broken")));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private OpenAIClient All() =>
        new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = _service.Url, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private ChatClient Client(string model) => All().GetChatClient(model);

    private static async Task<(string Text, ChatFinishReason? Finish, int? Total)> StreamAsync(ChatClient client)
    {
        var (text, finish, total) = ("", (ChatFinishReason?)null, (int?)null);
        await foreach (var update in client.CompleteChatStreamingAsync(Messages, cancellationToken: Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish = update.FinishReason ?? finish;
            total = update.Usage?.TotalTokenCount ?? total;
        }

        return (text, finish, total);
    }
}
