namespace Arena.Inference.Configuration;

/// <summary>A server that answers for models.</summary>
internal sealed class NodeOptions
{
    /// <summary>The wire protocol, as docs/models.md names it.</summary>
    public string Driver { get; set; } = "";

    /// <summary>
    /// Base address, without <c>/v1</c> or <c>/api</c>; logical names of service discovery are allowed.
    /// Empty: the provider's own, where the driver is a provider's.
    /// </summary>
    public Uri? Url { get; set; }

    /// <summary>Deployments of one model are tried in ascending order of their node.</summary>
    public int Order { get; set; }

    /// <summary>The key of the node; <c>${NAME}</c> stands for a variable. Empty: the provider's own variable.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The names that register by themselves. Empty: all that the node lists, and none where the node is a provider's,
    /// which lists far more than anyone wants to pay for.
    /// </summary>
    public List<string> Models { get; set; } = [];

    /// <summary>Ollama: how long a model stays in memory after its last request; empty: what the server was started with.</summary>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>vLLM: LoRA adapters by name, with the path that the server reads each from. They are loaded when they are missing.</summary>
    public Dictionary<string, string> Adapters { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Vertex: the project; empty: the one of the credentials, or of <c>GCP_PROJECT_ID</c>.</summary>
    public string? Project { get; set; }

    /// <summary>Vertex: where the models run.</summary>
    public string Region { get; set; } = "us-central1";

    /// <summary>
    /// Vertex: the file of a service account's key, or of gcloud's application-default credentials; empty: Google's own search for them
    /// (<see cref="Drivers.Gemini.Credentials.DefaultCredentials"/>).
    /// </summary>
    public string? CredentialsFile { get; set; }

    /// <summary>Why the node cannot be used; set where a key is missing. It is listed as down with this reason and never asked.</summary>
    public string? Disabled { get; set; }

    /// <summary>Only <see cref="Models"/> register; set for providers.</summary>
    internal bool ListsOnlyNamed { get; set; }

    /// <summary>It comes from the file of endpoints, and goes with it.</summary>
    internal bool FromFile { get; set; }

    /// <summary>How the node's memory is shared among its models.</summary>
    public SwapOptions Swap { get; set; } = new();
}
