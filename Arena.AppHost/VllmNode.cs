using Arena.AppHost.Input;

namespace Arena.AppHost;

/// <summary>
/// The GPU node: a vLLM server outside (<c>Arena:Vllm:Url</c>), or one of ours in a container (<c>Arena:Vllm:Model</c>) where this machine
/// has a container runtime and an NVIDIA GPU.
/// </summary>
internal static class VllmNode
{
    public const string Name = "gpu-node";
    private const string Driver = "vllm";
    private const string Token = "huggingface-token";

    public static ModelNode? AddVllmNode(this IDistributedApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Arena:Vllm");
        if (settings["Url"] is { Length: > 0 } url)
        {
            return builder.AddExternalNode(Name, Driver, ConfiguredAddress.Http("Arena:Vllm:Url", url));
        }

        return settings["Model"] is { Length: > 0 } model && LocalMachine.HasNvidiaGpu() && LocalMachine.FindContainerRuntime() is { } runtime
            ? builder.AddVllmContainer(runtime, model)
            : null;
    }

    /// <summary>
    /// Sleep mode and its endpoints (https://docs.vllm.ai/en/latest/features/sleep_mode.html) let the inference service swap models; the
    /// volume keeps the weights.
    /// </summary>
    private static ModelNode AddVllmContainer(this IDistributedApplicationBuilder builder, string runtime, string model)
    {
        var node = builder.AddContainer(Name, "vllm/vllm-openai", "latest")
            .WithContainerRuntimeArgs(runtime == "podman" ? ["--device", "nvidia.com/gpu=all"] : ["--gpus", "all"])
            .WithContainerRuntimeArgs("--ipc=host")
            .WithVolume("arena-vllm-models", "/root/.cache/huggingface")
            .WithEnvironment("VLLM_SERVER_DEV_MODE", "1")
            .WithArgs("--model", model, "--enable-sleep-mode")
            .WithHttpEndpoint(targetPort: 8000)
            .WithHttpHealthCheck("/health");
        if (builder.Configuration[$"Parameters:{Token}"] is { Length: > 0 })
        {
            node.WithEnvironment("HF_TOKEN", builder.AddParameter(Token, secret: true));
        }

        return new(Driver, ReferenceExpression.Create($"{node.GetEndpoint("http")}"), node);
    }
}
