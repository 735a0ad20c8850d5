using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting;

/// <summary>Healthy when the server, or the database, accepts a connection.</summary>
internal sealed class PostgresHealthCheck(Func<IResourceWithConnectionString> resource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var address = await resource().GetConnectionStringAsync(cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(address) { Pooling = false, Timeout = 5 };
        settings.Database ??= "postgres";
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }
}

internal static class PostgresHealthCheckExtensions
{
    public static IHealthChecksBuilder AddPostgresCheck(this IHealthChecksBuilder builder, string name, Func<IResourceWithConnectionString> resource) =>
        builder.AddCheck(name, new PostgresHealthCheck(resource));
}
