using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace Arena.Stack.Tests;

/// <summary>The whole stack as <c>dotnet run --project Arena.AppHost</c> starts it: real processes, PostgreSQL, Redis, simulated models.</summary>
internal sealed class ArenaStack : IAsyncDisposable
{
    public const string AdminKey = "the-key-of-the-stack-tests";

    private readonly DistributedApplication _app;

    private ArenaStack(DistributedApplication app) => _app = app;

    public DistributedApplication App => _app;

    /// <summary>Starts the stack and waits until the gateway and all that it needs are healthy; the token bounds the wait.</summary>
    public static Task<ArenaStack> StartAsync(CancellationToken cancellationToken, params string[] args) => StartAsync(_ => { }, cancellationToken, args);

    /// <summary>The same with something more about its resources.</summary>
    public static async Task<ArenaStack> StartAsync(Action<IDistributedApplicationBuilder> arrange, CancellationToken cancellationToken, params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Arena_AppHost>(
            ["--Arena:Models=simulated", .. args], cancellationToken);
        arrange(builder);
        var app = await builder.BuildAsync(cancellationToken);
        var stack = new ArenaStack(app);
        try
        {
            await app.StartAsync(cancellationToken);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", cancellationToken);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public Uri Gateway => _app.GetEndpoint("gateway", "http");

    /// <summary>A person's browser, as far as HTTP goes: through the gateway, with cookies.</summary>
    public BattleClient CreateClient() => new(Gateway);

    /// <summary>The process that a service runs in.</summary>
    public async Task<int> ProcessOfAsync(string service, CancellationToken cancellationToken) =>
        ResourceKill.ProcessOf(await _app.ResourceNotifications.WaitForResourceAsync(service, change => ResourceKill.ProcessOf(change) is not null, cancellationToken))!.Value;

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
