using Arena.LocalServers.Postgres;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>PostgreSQL servers and their databases.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>
    /// Adds a server: the PostgreSQL of this machine, else the one from npm. The default user is <c>postgres</c>, the default password
    /// is generated and kept with the data.
    /// </summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var data = new ServerDataAnnotation(builder, name);
        var passwordParameter = password?.Resource
            ?? builder.AddParameter($"{name}-password", () => PostgresPassword.ReadOrCreate(data.Folder), secret: true).Resource;
        var resource = new PostgresServerResource(name, userName?.Resource, passwordParameter);
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().AddPostgresCheck(check, () => resource);
        return builder.AddResource(resource)
            .WithIconName("DatabaseMultiple")
            .WithEndpoint(port: port, name: PostgresServerResource.PrimaryEndpointName)
            .WithHealthCheck(check)
            .WithAnnotation(data)
            .WithAnnotation(new ProcessResourceAnnotation(context => PostgresLaunch.PrepareAsync(resource, data, context)));
    }

    /// <summary>Adds a database, which is made when the server is ready, unless it exists.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        var check = $"{name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddPostgresCheck(check, () => database);
        builder.OnResourceReady((server, _, token) => PostgresLaunch.EnsureDatabaseAsync(server, database.DatabaseName, token));
        return builder.ApplicationBuilder.AddResource(database)
            .WithParentRelationship(builder)
            .WithIconName("Database")
            .WithHealthCheck(check);
    }

    /// <summary>Keeps the data. Without it the server starts empty each time. Here the data lies in the application's store.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.Resource.Annotations.OfType<ServerDataAnnotation>().Single().Keep(name);
        return builder;
    }

    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    /// <summary>Aspire adds pgweb here, from a container. Here there is none: any client of PostgreSQL can use the connection string.</summary>
    public static IResourceBuilder<PostgresServerResource> WithPgWeb(
        this IResourceBuilder<PostgresServerResource> builder,
        Action<IResourceBuilder<PgWebContainerResource>>? configureContainer = null,
        string? containerName = null) => builder;
}
