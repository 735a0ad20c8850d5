using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using InferenceClient = Arena.Contracts.Inference.Inference.InferenceClient;

namespace Arena.Inference.Tests;

/// <summary>
/// The real service, called as its callers do, on the nodes of a test: tried in the order in which they are given.
/// Time stands still unless the test moves it, so that a busy machine looks like a fast one.
/// </summary>
internal sealed class InferenceHost : WebApplicationFactory<Program>
{
    private readonly (string Name, FakeNode Node)[] _nodes;
    private readonly Dictionary<string, string> _settings;
    private readonly TimeProvider _time;
    private GrpcChannel? _channel;

    private InferenceHost((string Name, FakeNode Node)[] nodes, Dictionary<string, string> settings, TimeProvider time) =>
        (_nodes, _settings, _time) = (nodes, settings, time);

    public InferenceClient Client => new(_channel ??= GrpcChannel.ForAddress("http://localhost", new() { HttpHandler = Server.CreateHandler() }));

    public static Task<InferenceHost> StartAsync(params (string Name, FakeNode Node)[] nodes) => StartAsync([], new ManualTimeProvider(), nodes);

    public static async Task<InferenceHost> StartAsync(
        Dictionary<string, string> settings, TimeProvider time, params (string Name, FakeNode Node)[] nodes)
    {
        foreach (var (_, node) in nodes)
        {
            await node.StartAsync();
        }

        return new(nodes, settings, time);
    }

    public async Task<Outcome> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken)
    {
        using var call = Client.Generate(request, cancellationToken: cancellationToken);
        return await Outcome.ReadAsync(call.ResponseStream, TellNodes, cancellationToken);
    }

    public Task<Outcome> AskAsync(string model, CancellationToken cancellationToken) => GenerateAsync(Ask(model), cancellationToken);

    public static GenerateRequest Ask(string model, string prompt = "What is the capital of France?") =>
        new() { ModelId = model, Messages = { new ChatMessage { Role = Role.User, Content = prompt } } };

    public async Task<Model> ModelAsync(string id, CancellationToken cancellationToken) =>
        (await Client.ListModelsAsync(new(), cancellationToken: cancellationToken)).Models.Single(model => model.Id == id);

    /// <summary>Waits until the background probes have brought the model where the test wants it.</summary>
    public async Task<Model> ModelAsync(string id, Func<Model, bool> wanted, CancellationToken cancellationToken)
    {
        Model? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                found = (await Client.ListModelsAsync(new(), cancellationToken: cancellationToken)).Models.SingleOrDefault(model => model.Id == id);
                return found is not null && wanted(found);
            },
            $"the model '{id}' is where the test wants it");
        return found!;
    }

    public override async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await base.DisposeAsync();
        foreach (var (_, node) in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private void TellNodes()
    {
        foreach (var (_, node) in _nodes)
        {
            node.CallerSawSomething();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.UseSetting("Inference:Timeouts:Connect", "00:01:00"); // the one limit that a manual clock does not hold
        builder.UseSetting("Inference:Circuit:Jitter", "0");
        builder.UseSetting("Inference:Probes:Canary:Interval", "1.00:00:00"); // a test that wants canaries says so
        foreach (var (index, (name, node)) in _nodes.Index())
        {
            builder.UseSetting($"Inference:Nodes:{name}:Driver", node.Driver);
            builder.UseSetting($"Inference:Nodes:{name}:Url", node.Url.ToString());
            builder.UseSetting($"Inference:Nodes:{name}:Order", $"{index}");
        }

        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => services.AddSingleton(_time));
    }
}
