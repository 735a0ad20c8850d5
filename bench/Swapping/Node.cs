using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Arena.Bench.Swapping;

/// <summary>Two processes: the simulator as a vLLM node with too little memory, and the inference service that shares it.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const string AdminKey = "the key of the benchmark";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ChildProcess _simulator;
    private readonly ChildProcess _inference;
    private readonly GrpcChannel _channel;
    private readonly HttpClient _http;

    private Node(ChildProcess simulator, ChildProcess inference, GrpcChannel channel, HttpClient http)
    {
        (_simulator, _inference, _channel, _http) = (simulator, inference, channel, http);
        Client = new(channel);
    }

    public Inference.InferenceClient Client { get; }

    public static async Task<Node> StartAsync(Scenario scenario, Policy policy)
    {
        var (simulatorPort, httpPort, grpcPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var simulatorUrl = $"http://127.0.0.1:{simulatorPort}";
        Dictionary<string, string?> simulator = new()
        {
            ["Kestrel__Endpoints__http__Url"] = simulatorUrl,
            ["Logging__LogLevel__Default"] = "Error",
            ["Simulator__Protocol"] = "vllm",
            ["Simulator__VramMib"] = Text(scenario.VramMib),
        };
        Dictionary<string, string?> inference = new()
        {
            ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{httpPort}",
            ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{grpcPort}",
            ["Logging__LogLevel__Default"] = "Error",
            ["Arena__Admin__Key"] = AdminKey,
            ["Inference__Nodes__gpu__Driver"] = "vllm",
            ["Inference__Nodes__gpu__Url"] = simulatorUrl,
            ["Inference__Nodes__gpu__Swap__VramMib"] = Text(scenario.VramMib),
            ["Inference__Nodes__gpu__Swap__EngineUrl"] = simulatorUrl + "/engines/{model}",
            ["Inference__Nodes__gpu__Swap__Queue"] = policy.Queue,
            ["Inference__Nodes__gpu__Swap__Eviction"] = policy.Eviction,
            ["Inference__Nodes__gpu__Swap__MinResidence"] = "00:00:00.250",
            ["Inference__Nodes__gpu__Swap__MaxWait"] = "00:00:03",
            ["Inference__Nodes__gpu__Swap__QueueTimeout"] = "00:10:00",
        };
        foreach (var (index, model) in scenario.Models.Index())
        {
            simulator[$"Simulator__ServedModels__{index}"] = model.Name;
            simulator[$"Simulator__Models__{model.Name}__VramMib"] = Text(model.VramMib);
            simulator[$"Simulator__Models__{model.Name}__WakeSeconds"] = Text(model.WakeSeconds);
            simulator[$"Simulator__Models__{model.Name}__TimeToFirstTokenSeconds"] = "0.02";
            simulator[$"Simulator__Models__{model.Name}__TokensPerSecond"] = "100";
            inference[$"Inference__Nodes__gpu__Swap__Models__{index}__Model"] = model.Name;
            inference[$"Inference__Nodes__gpu__Swap__Models__{index}__VramMib"] = Text(model.VramMib);
        }

        var node = new Node(
            Start("Arena.ModelSimulator", simulator), Start("Arena.Inference", inference),
            GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}", new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } }),
            new HttpClient { BaseAddress = new($"http://127.0.0.1:{httpPort}"), DefaultRequestHeaders = { { "x-admin-key", AdminKey } } });
        await node.ReadyAsync(scenario.Models.Count);
        return node;
    }

    /// <summary>Loads so far.</summary>
    public async Task<int> LoadsAsync()
    {
        var nodes = await _http.GetFromJsonAsync<JsonElement>("/api/nodes");
        return nodes.GetProperty("nodes")[0].GetProperty("memory").GetProperty("loads").EnumerateObject().Sum(cause => cause.Value.GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _http.Dispose();
        await _inference.StopAsync(TimeSpan.FromSeconds(10));
        await _simulator.StopAsync(TimeSpan.FromSeconds(10));
        await _inference.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private async Task ReadyAsync(int models)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                var list = await Client.ListModelsAsync(new(), cancellationToken: limit.Token);
                if (list.Models.Count(model => model.Available) == models)
                {
                    return;
                }
            }
            catch (RpcException) when (!limit.IsCancellationRequested)
            {
                // Not up yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>The project as it was built with this one.</summary>
    private static ChildProcess Start(string project, Dictionary<string, string?> environment)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", project);
        var program = Path.Combine(folder, "bin", Configuration, "net10.0", $"{project}.dll");
        return ChildProcess.Start(new ProcessCommand("dotnet", [Path.GetFullPath(program)]) { WorkingDirectory = Path.GetFullPath(folder), Environment = environment.ToImmutableDictionary() }, line => Console.Error.WriteLine(line.Text));
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Text(IFormattable value) => value.ToString(format: null, CultureInfo.InvariantCulture);
}
