using System.Data.Common;
using System.Net.Sockets;
using Arena.AppHost.Input;
using Arena.LocalServers;
using Arena.LocalServers.Postgres;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost.Doctor;

/// <summary>Looks at each part that a start uses. Starts and installs nothing.</summary>
internal sealed class Examination(IConfiguration configuration, string dataFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => await Task.WhenAll(
    [
        GatewayPortAsync(),
        DataFolderAsync(),
        PostgresAsync(cancellationToken),
        RedisAsync(cancellationToken),
        ModelsAsync(),
        GpuAsync(),
        ContainersAsync(),
        NodeAsync(),
        DashboardAsync(),
    ]);

    private Task<Finding> GatewayPortAsync()
    {
        var port = ConfiguredAddress.Port(configuration, "Arena:Port", ArenaServices.DefaultPort);
        var isFree = FreePort.IsFree(port);
        return Task.FromResult(new Finding(
            "Gateway", isFree ? Verdict.Good : Verdict.Broken, $"port {port} is {(isFree ? "free" : "taken by another program")}", $"http://127.0.0.1:{port}", "--Arena:Port=<port>"));
    }

    private Task<Finding> DataFolderAsync()
    {
        var parent = dataFolder;
        while (!Directory.Exists(parent) && Path.GetDirectoryName(parent) is { } above)
        {
            parent = above;
        }

        var (verdict, found) = (Verdict.Good, "writable");
        try
        {
            var probe = Path.Combine(parent, $".arena-doctor-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            (verdict, found) = (Verdict.Broken, $"not writable ({e.Message})");
        }

        return Task.FromResult(new Finding("Data", verdict, found, dataFolder, "--Aspire:Store:Path=<folder>"));
    }

    private async Task<Finding> PostgresAsync(CancellationToken cancellationToken)
    {
        const string Change = $"ConnectionStrings:ratings-db for a server of yours, {LocalPostgresOptions.BinariesVariable} for the programs of another version";
        if (configuration.GetConnectionString("ratings-db") is { Length: > 0 } address)
        {
            ConfiguredAddress.CheckPostgres(configuration, "ratings-db");
            var parts = new DbConnectionStringBuilder { ConnectionString = address };
            var host = $"{(parts.TryGetValue("Host", out var name) || parts.TryGetValue("Server", out name) ? name : "")}".Split(',')[0];
            var port = parts.TryGetValue("Port", out var given) && int.TryParse($"{given}", out var number) ? number : 5432;
            return await ConfiguredAsync("PostgreSQL", host, port, "ConnectionStrings:ratings-db", "leave ConnectionStrings:ratings-db out for a server of ours", cancellationToken);
        }

        var folder = Path.Combine(dataFolder, "data", "postgres");
        try
        {
            var found = await PostgresCluster.ExamineAsync(new() { DataDirectory = folder }, cancellationToken);
            return new("PostgreSQL", Verdict.Good, found, $"a server of ours, because no connection string is configured; data in {folder}", Change);
        }
        catch (LocalServerException e)
        {
            return new("PostgreSQL", Verdict.Broken, e.Message, "none: a start fails", Change);
        }
    }

    private async Task<Finding> RedisAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("redis") is { Length: > 0 } address)
        {
            var (host, port) = address.Split(',')[0].Split(':') is [var name, var text] && int.TryParse(text, out var number) ? (name, number) : (address.Split(',')[0], 6379);
            return await ConfiguredAsync("Redis", host, port, "ConnectionStrings:redis", "leave ConnectionStrings:redis out for a server of ours", cancellationToken);
        }

        return await Tool.AskAsync("redis-server", "--version") is { } version
            ? new("Redis", Verdict.Good, version.Split(" sha=")[0], "a server of ours, because no connection string is configured", "ConnectionStrings:redis for a server of yours")
            : new("Redis", Verdict.Lesser, "no redis-server on PATH", "each service's own memory: one replica each, and a restart forgets battles", "install redis, or ConnectionStrings:redis");
    }

    private async Task<Finding> ModelsAsync()
    {
        var vllm = configuration["Arena:Vllm:Url"] is { Length: > 0 } url ? ConfiguredAddress.Http("Arena:Vllm:Url", url) : null;
        var ollama = ConfiguredAddress.Http("Arena:Ollama:Url", configuration["Arena:Ollama:Url"] ?? OllamaProbe.DefaultAddress);
        var (hasVllm, hasOllama) = (vllm is not null && await AnswersAsync(vllm, "/v1/models"), OllamaProbe.Answers(ollama));
        var found = $"vLLM: {(vllm is null ? "not configured" : $"{vllm} {(hasVllm ? "answers" : "does not answer")}")}; Ollama: {ollama} {(hasOllama ? "answers" : "does not answer")}";
        const string Change = "--Arena:Vllm:Url=<url>, --Arena:Ollama:Url=<url>, --Arena:Models=simulated";
        return (string.Equals(configuration["Arena:Models"], "simulated", StringComparison.OrdinalIgnoreCase), vllm, hasOllama) switch
        {
            (true, _, _) => new("Models", Verdict.Lesser, found, "simulated ones, because Arena:Models says so", Change),
            (_, not null, _) => new("Models", hasVllm ? Verdict.Good : Verdict.Lesser, found, hasOllama ? "vLLM, then Ollama" : "vLLM, because it is configured", Change),
            (_, _, true) => new("Models", Verdict.Good, found, "Ollama, because it answers", Change),
            _ => new("Models", Verdict.Lesser, found, "simulated ones, because no model server is there; they say so wherever a person sees them", Change),
        };
    }

    private static async Task<Finding> GpuAsync() => await Tool.AskAsync("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader") is { } card
        ? new("GPU", Verdict.Good, card, "used by vLLM or Ollama, which run outside in the portable mode", "start vLLM and give --Arena:Vllm:Url=<url>")
        : new("GPU", Verdict.Lesser, "no nvidia-smi that answers", "none on this machine", "a vLLM server elsewhere: --Arena:Vllm:Url=<url>");

    private static async Task<Finding> ContainersAsync()
    {
        foreach (var engine in new[] { "docker", "podman" })
        {
            if (await Tool.AskAsync(engine, "version", "--format", "{{.Server.Version}}") is { } version)
            {
                return new("Containers", Verdict.Good, $"{engine} {version}", "not used: the portable engine runs plain processes", "official mode runs servers in containers (eng/OfficialPackages)");
            }
        }

        return new("Containers", Verdict.Good, "no docker or podman that answers", "not needed: the portable engine runs plain processes", "-");
    }

    private static async Task<Finding> NodeAsync() => await Tool.AskAsync("node", "--version") is { } version
        ? new("Node", Verdict.Good, version, "gets the dashboard and, where none is installed, PostgreSQL from npm", "-")
        : new("Node", Verdict.Lesser, "no node on PATH", "nothing can be got from npm", "install Node.js 22 or newer");

    private static async Task<Finding> DashboardAsync() => await Tool.AskAsync("aspire", "--version") is { } version
        ? new("Dashboard", Verdict.Good, $"aspire {version}", "the dashboard that comes with it", "--no-dashboard")
        : await Tool.AskAsync("npm", "--version") is not null
            ? new("Dashboard", Verdict.Good, "no aspire on PATH", "Aspire's dashboard from npm, got once and kept", "--no-dashboard")
            : new("Dashboard", Verdict.Lesser, "neither aspire nor npm on PATH", "none: states and logs on the terminal only", "install Node.js, or the aspire CLI");

    private static async Task<Finding> ConfiguredAsync(string part, string host, int port, string key, string change, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(host, port, late.Token);
            return new(part, Verdict.Good, $"{host}:{port} accepts connections", $"that one, because {key} is configured", change);
        }
        catch (Exception e) when (e is SocketException or ArgumentException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(part, Verdict.Broken, $"{host}:{port} cannot be reached ({e.Message})", $"that one, because {key} is configured", change);
        }
    }

    private static async Task<bool> AnswersAsync(string address, string path)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri(new Uri(address), path), HttpCompletionOption.ResponseHeadersRead);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
