using System.Net.Http.Json;
using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Grpc.Core;

namespace Arena.Inference.Tests.Swapping;

/// <summary>The service, in real time, before a simulated node whose memory does not hold its models at once, and Ollama behind it.</summary>
internal sealed class SharedNode : IAsyncDisposable
{
    public const string AdminKey = "a key of sixteen or more";

    private SharedNode(SimulatedNode gpu, SimulatedNode? ollama, InferenceHost host) => (Gpu, Ollama, Host) = (gpu, ollama, host);

    public SimulatedNode Gpu { get; }

    public SimulatedNode? Ollama { get; }

    public InferenceHost Host { get; }

    /// <summary>The memory holds one of the five models.</summary>
    public static async Task<SharedNode> StartAsync(bool withOllama = false, Dictionary<string, string>? settings = null, params (string Key, string Value)[] simulator)
    {
        var gpu = new SimulatedNode("vllm", [("Simulator:VramMib", "24576"), .. simulator]);
        var ollama = withOllama ? new SimulatedNode("ollama") : null;
        Dictionary<string, string> all = new()
        {
            ["Arena:Admin:Key"] = AdminKey,
            ["Inference:Probes:Interval"] = "00:00:00.100",
            ["Inference:Nodes:gpu-node:Driver"] = "vllm",
            ["Inference:Nodes:gpu-node:Url"] = gpu.Url,
            ["Inference:Nodes:gpu-node:Swap:VramMib"] = "24576",
            ["Inference:Nodes:gpu-node:Swap:EngineUrl"] = $"{gpu.Url}/engines/{{model}}",
            ["Inference:Nodes:gpu-node:Swap:MinResidence"] = "00:00:00",
            ["Inference:Nodes:gpu-node:Swap:MaxWait"] = "00:00:01",
            ["Inference:Nodes:gpu-node:Swap:ReconcileInterval"] = "00:00:00.200",
        };
        if (ollama is not null)
        {
            all["Inference:Nodes:ollama:Driver"] = "ollama";
            all["Inference:Nodes:ollama:Url"] = ollama.Url;
            all["Inference:Nodes:ollama:Order"] = "1";
        }

        foreach (var (index, (model, vram)) in new[] { ("aurora", 24576), ("basalt", 16384), ("cobalt", 12288), ("dune", 8192), ("ember", 4096) }.Index())
        {
            all[$"Inference:Nodes:gpu-node:Swap:Models:{index}:Model"] = $"sim-{model}";
            all[$"Inference:Nodes:gpu-node:Swap:Models:{index}:VramMib"] = $"{vram}";
        }

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        var host = await InferenceHost.StartAsync(all, TimeProvider.System);
        await host.ModelAsync("sim-aurora", model => model.Deployments is [{ Node: "gpu-node", State: DeploymentState.Ready }, ..], TestContext.Current.CancellationToken);
        return new(gpu, ollama, host);
    }

    public HttpClient CreateOperator()
    {
        var client = Host.CreateClient();
        client.DefaultRequestHeaders.Add("x-admin-key", AdminKey);
        return client;
    }

    /// <summary>A request that the GPU node has begun to answer, and will not end before it is given up.</summary>
    public async Task<AsyncServerStreamingCall<GenerateEvent>> OccupyAsync(string model, CancellationToken cancellationToken)
    {
        await Gpu.FailAsync("stall", cancellationToken);
        var call = Host.Client.Generate(InferenceHost.Ask(model), cancellationToken: cancellationToken);
        do
        {
            Assert.True(await call.ResponseStream.MoveNext(cancellationToken));
        }
        while (call.ResponseStream.Current.EventCase is not GenerateEvent.EventOneofCase.Text);
        await Gpu.RecoverAsync(cancellationToken);
        return call;
    }

    /// <summary>The node as its operator sees it.</summary>
    public async Task<JsonElement> ShowAsync(string name, CancellationToken cancellationToken)
    {
        using var client = CreateOperator();
        var nodes = await client.GetFromJsonAsync<JsonElement>("/api/nodes", cancellationToken);
        return nodes.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == name);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Gpu.DisposeAsync();
        if (Ollama is not null)
        {
            await Ollama.DisposeAsync();
        }
    }
}
