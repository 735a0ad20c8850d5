using Arena.LocalServers.Redis;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Redis servers.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Adds a server: the <c>redis-server</c> of this machine. Where there is none, no connection string is handed out, so that those
    /// who refer to it optionally use their own memory.
    /// </summary>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        var resource = new RedisResource(name);
        var data = new ServerDataAnnotation(builder, name);
        var added = builder.AddResource(resource).WithIconName("Database").WithAnnotation(data);
        if (!LocalRedis.IsInstalled)
        {
            return added.WithAnnotation(new UnavailableAnnotation(
                "WARNING: no redis-server on this machine. Services keep their state in memory: one replica each, and a restart forgets it."));
        }

        var check = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(check, async token =>
            await LocalRedis.AnswersAsync(resource.PrimaryEndpoint.Host, resource.PrimaryEndpoint.Port, token)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("It does not answer PING."));
        return added
            .WithEndpoint(port: port, name: RedisResource.PrimaryEndpointName)
            .WithHealthCheck(check)
            .WithAnnotation(new ProcessResourceAnnotation(context =>
            {
                context.Progress($"Data in {data.Folder}{(data.IsKept ? "" : " (temporary)")}");
                return Task.FromResult(LocalRedis.ServerCommand(data.Folder, resource.PrimaryEndpoint.Port)
                    ?? throw new DistributedApplicationException("redis-server is not on PATH any more."));
            }));
    }

    /// <summary>Keeps the data. Without it the server starts empty each time. Here the data lies in the application's store.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.Resource.Annotations.OfType<ServerDataAnnotation>().Single().Keep(name);
        return builder;
    }
}
