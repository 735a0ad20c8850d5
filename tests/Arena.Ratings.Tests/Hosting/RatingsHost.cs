using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Ledger.Checks;
using Arena.Testing;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RatingsClient = Arena.Contracts.Ratings.Ratings.RatingsClient;

namespace Arena.Ratings.Tests.Hosting;

/// <summary>One replica of the service, as it runs, on a real database.</summary>
internal sealed class RatingsHost : WebApplicationFactory<Program>
{
    public const string AdminKey = "the-key-of-the-tests";

    private const int PoolSize = 20; // all test classes share one server
    private readonly string _connectionString;
    private readonly (string Key, string Value)[] _settings;
    private readonly Lazy<GrpcChannel> _channel;

    public RatingsHost(string connectionString, params (string Key, string Value)[] settings)
    {
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = PoolSize }.ConnectionString;
        _settings = settings;
        _channel = new(() => GrpcChannel.ForAddress(Server.BaseAddress, new() { HttpHandler = Server.CreateHandler() }));
    }

    public RatingsClient Ratings => new(_channel.Value);

    /// <summary>Waits until the schema is there.</summary>
    public async Task<RatingsHost> ReadyAsync()
    {
        var readiness = Services.GetRequiredService<LedgerReadiness>();
        await Eventually.TrueAsync(() => Task.FromResult(readiness.IsReady), "the ledger is ready");
        return this;
    }

    /// <summary>Seals what waits, and verifies all of the ledger.</summary>
    public async Task<Verification> VerifyAsync(Anchor? anchor = null)
    {
        await SealAsync();
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerVerifier>().VerifyAsync(anchor, progress: null, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns when nothing waits to be sealed.</summary>
    public async Task SealAsync()
    {
        await Services.GetRequiredService<LedgerSealer>().SealAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            async () =>
            {
                await using var scope = Services.CreateAsyncScope();
                return !await scope.ServiceProvider.GetRequiredService<LedgerContext>().Unsealed.AnyAsync(TestContext.Current.CancellationToken);
            },
            "everything is sealed");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:ratings-db", _connectionString);
        builder.UseSetting("Arena:Admin:Key", AdminKey);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore", "None"); // outages are what some tests are about
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _channel.IsValueCreated)
        {
            _channel.Value.Dispose();
        }

        base.Dispose(disposing);
    }
}
