namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an endpoint's address.</summary>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IValueProvider, IValueWithReferences
{
    public EndpointReference Endpoint { get; } = endpointReference;

    public EndpointProperty Property { get; } = property;

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Value(Endpoint.Allocated(0)));

    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        new(Value(Endpoint.Allocated(Endpoint.ReplicaFor(context))));

    private string Value(AllocatedEndpoint endpoint) => Property switch
    {
        EndpointProperty.Url => endpoint.UriString,
        EndpointProperty.Host or EndpointProperty.IPV4Host => endpoint.Address,
        EndpointProperty.Port or EndpointProperty.TargetPort => $"{endpoint.Port}",
        EndpointProperty.Scheme => endpoint.UriScheme,
        EndpointProperty.HostAndPort => endpoint.EndPointString,
        _ => throw new InvalidOperationException($"Unknown endpoint property {Property}."),
    };
}

/// <summary>The parts of an endpoint's address.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}
