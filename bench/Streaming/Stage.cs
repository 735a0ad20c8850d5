using System.Collections.Immutable;
using Arena.LocalServers;
using Arena.LocalServers.Processes;

namespace Arena.Bench.Streaming;

/// <summary>A simulated vLLM node, and in front of it bare YARP, nginx, the inference service, and the gateway before that.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Model = "sim-dune";
    public const string YarpName = "bare YARP";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly List<ChildProcess> _processes = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("arena-bench-");
    private readonly List<ProxyPath> _paths = [];

    public IReadOnlyList<ProxyPath> Paths => _paths;

    public static async Task<Stage> StartAsync()
    {
        var stage = new Stage();
        try
        {
            await stage.StartAllAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.StopAsync(Grace);
            await process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAllAsync()
    {
        var node = Address();
        Keep(StartProject("Arena.ModelSimulator", new()
        {
            ["Kestrel__Endpoints__http__Url"] = node,
            ["Simulator__ServedModels__0"] = Model,
            [$"Simulator__Models__{Model}__Verbosity"] = "400",
            [$"Simulator__Models__{Model}__TimeToFirstTokenSeconds"] = "0.1",
            [$"Simulator__Models__{Model}__TokensPerSecond"] = "30",
        }));
        await AddAsync("the node itself", node);

        var yarp = Address();
        await AddAsync(YarpName, yarp, Keep(StartYarp(yarp, node)));

        if (Nginx.IsHere)
        {
            var nginx = Address();
            await AddAsync("nginx", nginx, Keep(Nginx.Start(_folder.FullName, new Uri(nginx).Authority, new Uri(node).Authority)));
        }
        else
        {
            Console.WriteLine("nginx is not on the PATH and is left out.");
        }

        var inferenceUrl = Address();
        var inference = Keep(StartProject("Arena.Inference", new()
        {
            ["Kestrel__Endpoints__http__Url"] = inferenceUrl,
            ["Kestrel__Endpoints__grpc__Url"] = Address(),
            ["Inference__Nodes__gpu__Driver"] = "vllm",
            ["Inference__Nodes__gpu__Url"] = node,
        }));
        await AddAsync("inference", inferenceUrl, inference);

        var gatewayUrl = Address();
        var gateway = Keep(StartProject("Arena.Gateway", new()
        {
            ["Kestrel__Endpoints__http__Url"] = gatewayUrl,
            ["services__inference__http__0"] = inferenceUrl,
        }));
        await AddAsync("gateway and inference", gatewayUrl, gateway, inference);
    }

    private async Task AddAsync(string name, string address, params ChildProcess[] between)
    {
        var path = new ProxyPath(name, new(address), between);
        using var limit = new CancellationTokenSource(Limit);
        using var http = new HttpClient { BaseAddress = path.Address };
        while (!await ListsTheModelAsync(http, limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }

        _paths.Add(path);
    }

    private static async Task<bool> ListsTheModelAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return (await http.GetStringAsync("v1/models", cancellationToken)).Contains(Model, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false; // not up yet
        }
    }

    private ChildProcess Keep(ChildProcess process)
    {
        _processes.Add(process);
        return process;
    }

    private static ChildProcess StartYarp(string listen, string upstream) =>
        Start(Environment.ProcessPath!, [BareYarp.Verb, listen, upstream], AppContext.BaseDirectory, []);

    /// <summary>The project as it was built with this one.</summary>
    private static ChildProcess StartProject(string project, Dictionary<string, string?> environment)
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", project));
        environment["Logging__LogLevel__Default"] = "Error";
        return Start("dotnet", [Path.Combine(folder, "bin", Configuration, "net10.0", $"{project}.dll")], folder, environment);
    }

    private static ChildProcess Start(string program, ImmutableArray<string> arguments, string folder, Dictionary<string, string?> environment) =>
        ChildProcess.Start(
            new ProcessCommand(program, arguments) { WorkingDirectory = folder, Environment = environment.ToImmutableDictionary() },
            line => Console.Error.WriteLine(line.Text));

    private static string Address() => $"http://127.0.0.1:{FreePort.Next()}";

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
