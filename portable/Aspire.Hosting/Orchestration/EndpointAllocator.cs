using System.Security.Cryptography;
using Arena.LocalServers;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Decides how many copies of each resource run and where each of their endpoints listens: on the fixed port if one was asked for,
/// else on a free one. There are no proxies: the port that callers use is the port that the process binds.
/// </summary>
internal sealed class EndpointAllocator(IConfiguration configuration)
{
    /// <summary>Set by the testing builder: fixed ports become free ones, so that stacks can run side by side.</summary>
    public const string RandomizePortsKey = "DcpPublisher:RandomizePorts";

    private const string SuffixAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly bool _randomize = configuration.GetValue(RandomizePortsKey, false);
    private readonly HashSet<int> _used = [];

    public void Allocate(IEnumerable<IResource> resources)
    {
        foreach (var resource in resources)
        {
            var replicas = ReplicasOf(resource);
            if (ProcessLauncher.IsProcess(resource))
            {
                resource.Annotations.Add(new ResourceInstancesAnnotation([.. Enumerable.Range(0, replicas).Select(index => Instance(resource, index))]));
            }

            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.Replicas = [.. Enumerable.Range(0, replicas).Select(_ => Address(resource, endpoint, replicas))];
            }
        }
    }

    private static ResourceInstance Instance(IResource resource, int index)
    {
        var suffix = RandomNumberGenerator.GetString(SuffixAlphabet, 8);
        return new($"{resource.Name}-{suffix}", suffix, index);
    }

    private static int ReplicasOf(IResource resource) => MissingSharedState(resource) is null ? resource.GetReplicaCount() : 1;

    /// <summary>A server that several replicas would have to share, and that is not on this machine.</summary>
    public static IResource? MissingSharedState(IResource resource) => resource.GetReplicaCount() == 1 ? null
        : resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Where(relation => relation.Type == KnownRelationshipTypes.Reference)
            .Select(relation => relation.Resource)
            .FirstOrDefault(referred => referred.TryGetLastAnnotation<UnavailableAnnotation>(out _));

    private AllocatedEndpoint Address(IResource resource, EndpointAnnotation endpoint, int replicas)
    {
        // A container's own port is inside it; the one of this machine is published.
        var fixedPort = _randomize ? null : resource is ContainerResource ? endpoint.Port : endpoint.TargetPort ?? endpoint.Port;
        if (fixedPort is not null && replicas > 1)
        {
            throw new DistributedApplicationException(
                $"Endpoint '{endpoint.Name}' of '{resource.Name}' has the fixed port {fixedPort}, which its {replicas} replicas cannot share. Leave the port free, or run one replica.");
        }

        if (fixedPort is { } port && !FreePort.IsFree(port))
        {
            throw new DistributedApplicationException($"Port {port}, on which '{resource.Name}' is to listen, is taken by another program. End that one, or give another port.");
        }

        return new(endpoint, endpoint.TargetHost, fixedPort ?? Free());
    }

    private int Free()
    {
        int port;
        do
        {
            port = FreePort.Next();
        }
        while (!_used.Add(port));

        return port;
    }
}
