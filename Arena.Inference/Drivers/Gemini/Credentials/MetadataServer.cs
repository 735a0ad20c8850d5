namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>
/// The account of the machine of Google's that this runs on, from its metadata server
/// (https://cloud.google.com/compute/docs/access/authenticate-workloads).
/// </summary>
/// <param name="Host">Name, or name and port.</param>
internal sealed record MetadataServer(string Host) : GoogleCredentials
{
    public override HttpRequestMessage TokenRequest(DateTimeOffset now) =>
        new(HttpMethod.Get, new Uri($"http://{Host}/computeMetadata/v1/instance/service-accounts/default/token")) { Headers = { { "Metadata-Flavor", "Google" } } };
}
