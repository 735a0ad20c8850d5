using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Arena.Ratings.Ledger;

/// <summary>What <c>dotnet ef</c> works with: the model alone, no configuration and no database.</summary>
internal sealed class DesignTimeLedger : IDesignTimeDbContextFactory<LedgerContext>
{
    public LedgerContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<LedgerContext>().UseNpgsql().Options);
}
