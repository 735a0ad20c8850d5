namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks make the health of which gRPC service.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>Default: the empty name, which is the server as a whole, with every check.</summary>
    public ServiceMappingCollection Services { get; } = new([new ServiceMapping("", static _ => true)]);

    /// <summary>Answers Check from the last published results instead of running the checks. Default false.</summary>
    public bool UseHealthChecksCache { get; set; }

    /// <summary>Lets Watch calls go on while the application stops. Default false: they end, so that it can stop.</summary>
    public bool SuppressCompletionOnShutdown { get; set; }
}
