namespace Aspire.Hosting.ApplicationModel;

/// <summary>A registered health check that says whether the resource is healthy.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}

/// <summary>A health check by HTTP, which the engine runs for each replica.</summary>
internal sealed class HttpHealthCheckAnnotation(string key, Func<int, Uri> address, int statusCode) : HealthCheckAnnotation(key)
{
    /// <summary>Replica to address.</summary>
    public Func<int, Uri> Address { get; } = address;

    public int StatusCode { get; } = statusCode;
}
