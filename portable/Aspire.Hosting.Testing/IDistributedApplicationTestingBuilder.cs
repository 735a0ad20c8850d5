namespace Aspire.Hosting.Testing;

/// <summary>An AppHost that has described its resources and waits for the test to build it.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
