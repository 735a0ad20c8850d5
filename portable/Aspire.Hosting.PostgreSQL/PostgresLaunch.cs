using Arena.LocalServers.Postgres;
using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Npgsql;

namespace Aspire.Hosting;

/// <summary>Starts a server of this machine for a resource, and makes its databases.</summary>
internal static class PostgresLaunch
{
    public static async Task<ProcessCommand> PrepareAsync(PostgresServerResource resource, ServerDataAnnotation data, ProcessLaunchContext context)
    {
        var user = await resource.UserNameReference.GetValueAsync(context.CancellationToken);
        var cluster = await PostgresCluster.PrepareAsync(
            new()
            {
                DataDirectory = data.Folder,
                User = user ?? PostgresServerResource.DefaultUserName,
                Password = await resource.PasswordParameter.GetValueAsync(context.CancellationToken),
                ThrowAway = !data.IsKept,
                Progress = context.Progress,
            },
            context.CancellationToken);
        context.Progress($"{cluster.Description}, data in {data.Folder}{(data.IsKept ? "" : " (temporary)")}");
        return cluster.ServerCommand(resource.PrimaryEndpoint.Port);
    }

    public static async Task EnsureDatabaseAsync(PostgresServerResource server, string database, CancellationToken cancellationToken)
    {
        var address = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        await using var source = NpgsqlDataSource.Create($"{address};Database=postgres;Pooling=false");
        await using var exists = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        exists.Parameters.Add(new() { Value = database });
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = source.CreateCommand($"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
