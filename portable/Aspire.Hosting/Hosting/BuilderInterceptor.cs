namespace Aspire.Hosting.Hosting;

/// <summary>
/// Lets a test take over the builder and the application that an AppHost's own Main makes. Set for the flow of calls in which Main
/// runs; null otherwise.
/// </summary>
internal abstract class BuilderInterceptor
{
    private static readonly AsyncLocal<BuilderInterceptor?> CurrentOfFlow = new();

    public static BuilderInterceptor? Current
    {
        get => CurrentOfFlow.Value;
        set => CurrentOfFlow.Value = value;
    }

    /// <summary>Main is about to make its builder.</summary>
    public abstract void Configure(DistributedApplicationOptions options, Microsoft.Extensions.Hosting.HostApplicationBuilderSettings settings);

    /// <summary>The builder is made and still empty.</summary>
    public abstract void Created(DistributedApplicationBuilder builder);

    /// <summary>Main has described its resources and is about to build. Returns when the test wants it to go on.</summary>
    public abstract void Building(DistributedApplicationBuilder builder);

    /// <summary>The application is built.</summary>
    public abstract void Built(DistributedApplication application);

    /// <summary>The test has disposed of the application.</summary>
    public abstract void Disposed();

    /// <summary>What Main waits for instead of running the application, which the test starts and stops.</summary>
    public abstract WaitHandle Released { get; }
}
