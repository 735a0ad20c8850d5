namespace Grpc.Net.ClientFactory;

/// <summary>Makes clients by the name they were added with.</summary>
public abstract class GrpcClientFactory
{
    /// <exception cref="InvalidOperationException">No such client, or it has no address.</exception>
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}
