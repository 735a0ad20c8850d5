using System.Collections.Immutable;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;

namespace Aspire.Hosting.Tests;

public sealed class ContainerTests
{
    [Fact]
    public async Task A_container_is_the_clients_run_command_with_no_secret_in_it()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var node = builder.AddContainer("gpu-node", "vllm/vllm-openai", "v1")
            .WithContainerRuntimeArgs("--gpus", "all")
            .WithVolume("models", "/var/cache/models")
            .WithVolume(null, "/scratch", isReadOnly: true)
            .WithHttpEndpoint(targetPort: 8000);
        Model.Allocate(builder);
        var configuration = new ExecutionConfiguration(
            ["--model", "m"], ImmutableSortedDictionary<string, string?>.Empty.Add("HF_TOKEN", "secret"));

        var arguments = ContainerCommand.Arguments(node.Resource, configuration);

        Assert.Equal(
            [
                "run", "--rm", "--init", "--gpus", "all", "--publish", $"127.0.0.1:{node.GetEndpoint("http").Port}:8000",
                "--volume", "models:/var/cache/models", "--volume", "/scratch:ro", "--env", "HF_TOKEN", "vllm/vllm-openai:v1", "--model", "m",
            ],
            arguments);
        Assert.NotEqual(8000, node.GetEndpoint("http").Port);
    }
}
