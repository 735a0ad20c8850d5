using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests;

/// <summary>What a resource would start with, without starting anything.</summary>
internal static class Model
{
    private static readonly ResourceInstance First = new("any", "suffix", 0);

    /// <summary>Gives every endpoint an address, as the start of the application does.</summary>
    public static void Allocate(IDistributedApplicationTestingBuilder builder) => new EndpointAllocator(builder.Configuration).Allocate(builder.Resources);

    public static async Task<IReadOnlyDictionary<string, string?>> EnvironmentAsync(IResourceBuilder<IResource> resource, int replica = 0)
    {
        var configuration = await ConfigurationAsync(resource, replica);
        return configuration.Environment;
    }

    public static Task<ExecutionConfiguration> ConfigurationAsync(IResourceBuilder<IResource> resource, int replica = 0) => ExecutionConfiguration.BuildAsync(
        resource.Resource,
        First with { Index = replica },
        resource.ApplicationBuilder.ExecutionContext,
        NullLogger.Instance,
        TestContext.Current.CancellationToken);

    public static IConfigurationBuilder With(this IConfigurationBuilder configuration, string key, string value) =>
        configuration.AddInMemoryCollection([new(key, value)]);
}
