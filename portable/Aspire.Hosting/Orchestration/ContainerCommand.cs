using System.Globalization;
using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs a container in the foreground, so that its output, its end and its signals are those of a child process.</summary>
internal static class ContainerCommand
{
    /// <summary>The runtime that Aspire's own variable names, else the first that is installed.</summary>
    public const string RuntimeVariable = "ASPIRE_CONTAINER_RUNTIME";

    private static readonly string[] Runtimes = ["docker", "podman"];

    public static ProcessCommand Run(ContainerResource resource, ExecutionConfiguration configuration)
    {
        var runtime = Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 } named ? [named] : Runtimes;
        return runtime.Select(ExecutableSearch.OnPath).OfType<string>().FirstOrDefault() is { } program
            ? new(program, [.. Arguments(resource, configuration)])
            : throw new DistributedApplicationException($"'{resource.Name}' is a container, and neither of {string.Join(", ", runtime)} is on PATH.");
    }

    /// <summary>
    /// <c>docker run</c> (https://docs.docker.com/reference/cli/docker/container/run/). Variables are named only: the client passes on its
    /// own, so that no secret is on a command line.
    /// </summary>
    internal static IEnumerable<string> Arguments(ContainerResource resource, ExecutionConfiguration configuration)
    {
        if (!resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
        {
            throw new DistributedApplicationException($"Container '{resource.Name}' has no image.");
        }

        List<object> arguments = ["run", "--rm", "--init"];
        foreach (var annotation in resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            annotation.Callback(arguments);
        }

        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var published = endpoint.AllocatedEndpoint?.Port ?? throw new InvalidOperationException($"'{endpoint.Name}' of '{resource.Name}' has no port yet.");
            arguments.AddRange(["--publish", string.Create(CultureInfo.InvariantCulture, $"{endpoint.TargetHost}:{published}:{endpoint.TargetPort ?? published}")]);
        }

        foreach (var mount in resource.Annotations.OfType<ContainerMountAnnotation>())
        {
            arguments.AddRange(["--volume", $"{(mount.Source is null ? "" : $"{mount.Source}:")}{mount.Target}{(mount.IsReadOnly ? ":ro" : "")}"]);
        }

        foreach (var variable in configuration.Environment.Keys)
        {
            arguments.AddRange(["--env", variable]);
        }

        if (resource.Entrypoint is { } entrypoint)
        {
            arguments.AddRange(["--entrypoint", entrypoint]);
        }

        return [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!), image.Reference, .. configuration.Arguments];
    }
}
