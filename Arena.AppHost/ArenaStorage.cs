using Arena.AppHost.Input;
using Arena.AppHost.Restarts;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost;

/// <summary>Where the arena keeps what it knows. What is configured is used; otherwise the application brings its own.</summary>
internal static class ArenaStorage
{
    private const string Ledger = "ratings-db";
    private const string Cache = "redis";

    /// <summary>The PostgreSQL database of the ledger: <c>ConnectionStrings:ratings-db</c>, else a server of ours.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddArenaLedger(this IDistributedApplicationBuilder builder)
    {
        if (builder.IsConnectionConfigured(Ledger))
        {
            ConfiguredAddress.CheckPostgres(builder.Configuration, Ledger);
            return builder.AddConnectionString(Ledger);
        }

        return builder.AddPostgres("postgres").WithDataVolume().WithPgWeb().WithRestartPolicy().AddDatabase(Ledger);
    }

    /// <summary>The Redis of battle sessions: <c>ConnectionStrings:redis</c>, else a server of ours.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddArenaCache(this IDistributedApplicationBuilder builder) =>
        builder.IsConnectionConfigured(Cache)
            ? builder.AddConnectionString(Cache)
            : builder.AddRedis(Cache).WithDataVolume().WithRestartPolicy();

    /// <summary>Where servers of ours keep their data, as the portable engine decides it.</summary>
    public static string DataFolder(IDistributedApplicationBuilder builder) => builder.Configuration["Aspire:Store:Path"] is { Length: > 0 } path
        ? Path.GetFullPath(path, builder.AppHostDirectory)
        : Path.GetFullPath(Path.Combine("..", ".arena"), builder.AppHostDirectory);

    private static bool IsConnectionConfigured(this IDistributedApplicationBuilder builder, string name) =>
        !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name));
}
