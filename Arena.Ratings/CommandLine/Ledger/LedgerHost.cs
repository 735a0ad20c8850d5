using Arena.Ratings.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary>The service's composition without its servers and workers: what a verb needs of it.</summary>
internal static class LedgerHost
{
    /// <summary>Runs work with the services of one scope.</summary>
    /// <exception cref="LedgerCommandException">No ledger is named, or its schema is not this version's.</exception>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        // The service's own settings, wherever the verb is run from: rubrics and Elo are configured there.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetDirectoryName(typeof(LedgerHost).Assembly.Location) });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddArenaRatings();
        if (builder.Configuration.GetConnectionString(RatingsComposition.ConnectionName) is null)
        {
            throw new LedgerCommandException(
                $"no ledger is named. Set ConnectionStrings__{RatingsComposition.ConnectionName} to the connection string of its PostgreSQL database.");
        }

        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var pending = await scope.ServiceProvider.GetRequiredService<LedgerContext>().Database.GetPendingMigrationsAsync(cancellationToken);
        return pending.Any()
            ? throw new LedgerCommandException("the ledger's schema is not of this version: start the service once, it brings it up to date.")
            : await work(scope.ServiceProvider);
    }
}
