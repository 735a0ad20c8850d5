using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Arena.LocalServers.Postgres;
using Arena.Ratings.Ledger;
using Arena.Router.Battles;
using Arena.Testing;
using Arena.Web.Compare;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RatingsDocuments = Arena.Contracts.Ratings.Documents;
using RouterClient = Arena.Contracts.Router.Router.RouterClient;

namespace Arena.Compare.Tests.Hosting;

/// <summary>The real ledger on a database of its own, the real router, played models, and any number of replicas of Arena.Web over them.</summary>
public sealed class ArenaFixture : IAsyncLifetime
{
    public const string AdminKey = "the-key-of-the-tests";

    private readonly List<IAsyncDisposable> _parts = [];
    private WebReplica? _web;
    private WebApplication? _models;
    private GrpcChannel? _modelChannel;
    private GrpcChannel? _ledgerChannel;
    private GrpcChannel? _routerChannel;

    public PlayedModels Models { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var database = await SharedPostgres.CreateDatabaseAsync("compare", TestContext.Current.CancellationToken);
        var ledger = new LedgerHost(database);
        _parts.Add(ledger);
        var readiness = ledger.Services.GetRequiredService<LedgerReadiness>();
        await Eventually.TrueAsync(() => Task.FromResult(readiness.IsReady), "the ledger is ready");
        _ledgerChannel = GrpcChannel.ForAddress("http://ledger", new() { HttpHandler = ledger.Server.CreateHandler() });

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Models);
        _models = builder.Build();
        _models.MapGrpcService<PlayedModels>();
        await _models.StartAsync(TestContext.Current.CancellationToken);
        _modelChannel = GrpcChannel.ForAddress("http://models", new() { HttpHandler = _models.GetTestServer().CreateHandler() });

        var router = new RouterHost(this);
        _parts.Add(router);
        _routerChannel = GrpcChannel.ForAddress("http://router", new() { HttpHandler = router.Server.CreateHandler() });
    }

    public async ValueTask DisposeAsync()
    {
        _routerChannel?.Dispose();
        _modelChannel?.Dispose();
        _ledgerChannel?.Dispose();
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        if (_models is not null)
        {
            await _models.DisposeAsync();
        }
    }

    internal Comparisons.ComparisonsClient Ledger => new(_ledgerChannel!);

    /// <summary>Somebody with cookies of an own, on the replica that most tests share.</summary>
    internal Person NewPerson() => new((_web ??= StartWeb()).CreateClient());

    internal TService LedgerService<TService>(out IServiceScope scope) where TService : notnull
    {
        scope = ((LedgerHost)_parts[0]).Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TService>();
    }

    /// <summary>One more replica of Arena.Web.</summary>
    internal WebReplica StartWeb(string redis = "", params (string Key, string Value)[] settings)
    {
        var replica = new WebReplica(this, redis, settings);
        _parts.Add(replica);
        return replica;
    }

    private void Connect(IServiceCollection services)
    {
        services.RemoveAll<RouterClient>().AddSingleton(_ => new RouterClient(_routerChannel!));
        services.RemoveAll<Inference.InferenceClient>().AddSingleton(new Inference.InferenceClient(_modelChannel!));
        services.RemoveAll<Arena.Contracts.Ratings.Ratings.RatingsClient>().AddSingleton(new Arena.Contracts.Ratings.Ratings.RatingsClient(_ledgerChannel!));
        services.RemoveAll<Comparisons.ComparisonsClient>().AddSingleton(new Comparisons.ComparisonsClient(_ledgerChannel!));
        services.RemoveAll<RatingsDocuments.DocumentsClient>().AddSingleton(new RatingsDocuments.DocumentsClient(_ledgerChannel!));
    }

    /// <summary>Arena.Ratings as its program composes it.</summary>
    private sealed class LedgerHost(string database) : WebApplicationFactory<LedgerContext>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:ratings-db", database);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
        }
    }

    /// <summary>Arena.Router as its program composes it, with sessions in memory.</summary>
    private sealed class RouterHost(ArenaFixture arena) : WebApplicationFactory<BattleOpener>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:redis", "");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.ConfigureServices(arena.Connect);
        }
    }

    /// <summary>Arena.Web as its program composes it. Fast ticks, real time.</summary>
    internal sealed class WebReplica(ArenaFixture arena, string redis, (string Key, string Value)[] settings) : WebApplicationFactory<CompareOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Production);
            builder.UseSetting("ConnectionStrings:redis", redis);
            builder.UseSetting("Arena:Admin:Key", AdminKey);
            builder.UseSetting("Battles:Tick", "00:00:00.005");
            builder.UseSetting("Battles:CatchUp", "00:00:00.010");
            builder.UseSetting("Battles:Lease", "00:00:01");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureServices(arena.Connect);
        }
    }
}
