using Arena.LocalServers;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Testing;

/// <summary>What makes an application fit for a test, and the folder that it may write to.</summary>
internal sealed class TestStore : IDisposable
{
    public string Folder { get; } = ServerFolder.CreateTemporary("stack");

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        [EndpointAllocator.RandomizePortsKey] = "true",
        [StartupFailure.FailFastKey] = "false",
        [AspireStore.PathKey] = Folder,
    };

    public void Configure(IConfigurationBuilder configuration) => configuration.AddInMemoryCollection(Settings);

    public void Dispose() => ServerFolder.DeleteTemporary(Folder);
}
