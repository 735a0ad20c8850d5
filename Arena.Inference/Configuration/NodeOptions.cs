namespace Arena.Inference.Configuration;

/// <summary>A server that answers for models.</summary>
internal sealed class NodeOptions
{
    /// <summary>The wire protocol: <c>vllm</c> or <c>ollama</c>.</summary>
    public string Driver { get; set; } = "";

    /// <summary>Base address, without <c>/v1</c> or <c>/api</c>; logical names of service discovery are allowed.</summary>
    public Uri? Url { get; set; }

    /// <summary>Deployments of one model are tried in ascending order of their node.</summary>
    public int Order { get; set; }

    /// <summary>Sent as a bearer token when set.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How the node's memory is shared among its models.</summary>
    public SwapOptions Swap { get; set; } = new();
}
