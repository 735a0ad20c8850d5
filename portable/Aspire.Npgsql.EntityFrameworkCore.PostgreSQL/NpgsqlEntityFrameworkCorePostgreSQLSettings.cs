namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>
/// Settings of <c>AddNpgsqlDbContext</c>, bound from <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c> and the section below it that is
/// named like the context.
/// </summary>
public sealed class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>Defaults to <c>ConnectionStrings:{name}</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Seconds after which a command is given up; the driver's default when null.</summary>
    public int? CommandTimeout { get; set; }

    /// <summary>Whether no health check is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether transient failures are not retried.</summary>
    public bool DisableRetry { get; set; }

    /// <summary>Whether the driver's spans are not collected.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the driver's metrics are not collected.</summary>
    public bool DisableMetrics { get; set; }
}
