using Arena.Inference.Tests.Fakes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Inference.Tests.OpenAi;

/// <summary>
/// The service on a real socket, with three models: <c>m</c> answers, <c>tools</c> calls a tool, <c>broken</c> breaks off after some text.
/// </summary>
internal sealed class ListeningInference : WebApplicationFactory<Program>
{
    private readonly (string Model, FakeVllm Node)[] _nodes;

    private ListeningInference((string Model, FakeVllm Node)[] nodes)
    {
        _nodes = nodes;
        UseKestrel(0);
    }

    /// <summary>The base address for clients, with <c>/v1</c>. Endpoints are bound in the order of their names: gRPC, then HTTP.</summary>
    public Uri Url => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last() + "/v1");

    public static async Task<ListeningInference> StartAsync()
    {
        var (answers, tools, broken) = (new FakeVllm("m"), new FakeVllm("tools"), new FakeVllm("broken"));
        answers.AnswersWith("Paris, of course: it is 100% certain €.");
        tools.Answers(
            FakeVllm.Event("""{"model":"tools","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":"}}]}}]}"""),
            FakeVllm.Event("""{"model":"tools","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}}]}}]}"""),
            FakeVllm.Finish("tool_calls", "tools"), FakeVllm.Done);
        broken.Answers(FakeVllm.Text("Hel", "broken"), FakeVllm.Event("""{"error":{"message":"engine died"}}"""), FakeVllm.Done);
        (string, FakeVllm)[] nodes = [("m", answers), ("tools", tools), ("broken", broken)];
        foreach (var (_, node) in nodes)
        {
            await node.StartAsync();
        }

        var service = new ListeningInference(nodes);
        service.StartServer();
        return service;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var (_, node) in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0");
        builder.UseSetting("Kestrel:Endpoints:grpc:Url", "http://127.0.0.1:0");
        foreach (var (model, node) in _nodes)
        {
            builder.UseSetting($"Inference:Nodes:{model}:Driver", node.Driver);
            builder.UseSetting($"Inference:Nodes:{model}:Url", node.Url.ToString());
        }
    }
}
