using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Makes the application of an AppHost for a test: free ports instead of fixed ones, data in a folder of its own that is deleted with
/// the builder, nothing on the terminal, no dashboard.
/// </summary>
public static class DistributedApplicationTestingBuilder
{
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <summary>Runs the Main of the AppHost up to the point where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, such as <c>Projects.Arena_AppHost</c>.</typeparam>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var appHost = new AppHostUnderTest(typeof(TEntryPoint).Assembly, args, configureBuilder);
        try
        {
            return new TestingBuilder(await appHost.RunToBuildAsync(cancellationToken), appHost.BuildAsync, appHost.DisposeAsync);
        }
        catch
        {
            await appHost.DisposeAsync();
            throw;
        }
    }

    /// <summary>An application without an AppHost, which the test describes itself.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args)
    {
        var store = new TestStore();
        var options = new DistributedApplicationOptions { Args = [.. args], EnableResourceLogging = false, DisableDashboard = true };
        var builder = new DistributedApplicationBuilder(options);
        store.Configure(builder.Configuration);
        DistributedApplication? application = null;
        return new TestingBuilder(
            builder,
            _ => Task.FromResult(application = builder.Build()),
            async () =>
            {
                if (application is not null)
                {
                    await application.DisposeAsync();
                }

                store.Dispose();
            });
    }
}
