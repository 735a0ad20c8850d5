using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns a resource into the command that runs it.</summary>
internal static class ProcessLauncher
{
    public static bool IsProcess(IResource resource) =>
        resource is ProjectResource or ExecutableResource || resource.TryGetLastAnnotation<ProcessResourceAnnotation>(out _);

    public static async Task<ProcessCommand> CommandAsync(IResource resource, ProcessLaunchContext context)
    {
        var command = resource switch
        {
            ProjectResource project => Project(project, context.Configuration),
            ExecutableResource executable => Executable(executable, context.Configuration),
            _ when resource.TryGetLastAnnotation<ProcessResourceAnnotation>(out var annotation) => await annotation.Prepare(context),
            _ => throw new InvalidOperationException($"Resource '{resource.Name}' is no process."),
        };
        return command with { Environment = command.Environment.SetItems(context.Configuration.Environment) };
    }

    /// <summary>The folder of a project, and the assembly that its build made.</summary>
    public static (string Folder, string Assembly) OutputOf(ProjectResource resource)
    {
        var project = resource.GetProjectMetadata();
        var folder = Path.GetDirectoryName(project.ProjectPath)!;
        var assembly = project.TargetPath ?? NewestOutput(folder, Path.GetFileNameWithoutExtension(project.ProjectPath));
        return assembly is not null && File.Exists(assembly)
            ? (folder, assembly)
            : throw new DistributedApplicationException($"Project '{project.ProjectPath}' has not been built{(assembly is null ? "" : $": '{assembly}' does not exist")}.");
    }

    private static ProcessCommand Project(ProjectResource resource, ExecutionConfiguration configuration)
    {
        var (folder, assembly) = OutputOf(resource);

        // What the AppHost itself was told to listen on is not meant for its children.
        var inherited = ImmutableDictionary<string, string?>.Empty.Add("ASPNETCORE_URLS", null).Add("DOTNET_LAUNCH_PROFILE", null);
        return new(DotNet(), ["exec", assembly, .. configuration.Arguments]) { WorkingDirectory = folder, Environment = inherited };
    }

    private static ProcessCommand Executable(ExecutableResource resource, ExecutionConfiguration configuration)
    {
        var program = resource.Command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetFullPath(resource.Command, resource.WorkingDirectory)
            : ExecutableSearch.OnPath(resource.Command);
        if (program is null || !File.Exists(program))
        {
            throw new DistributedApplicationException($"The program '{resource.Command}' of '{resource.Name}' was not found.");
        }

        if (!Directory.Exists(resource.WorkingDirectory))
        {
            throw new DistributedApplicationException($"The folder '{resource.WorkingDirectory}' of '{resource.Name}' does not exist.");
        }

        return new(program, configuration.Arguments) { WorkingDirectory = resource.WorkingDirectory };
    }

    /// <summary>The host that runs this process: <c>{root}/dotnet</c>, with the runtime in <c>{root}/shared/{name}/{version}/</c>.</summary>
    private static string DotNet() =>
        ExecutableSearch.In(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), "dotnet")
        ?? ExecutableSearch.OnPath("dotnet")
        ?? throw new DistributedApplicationException("The program 'dotnet' was not found.");

    private static string? NewestOutput(string folder, string assembly)
    {
        var output = new DirectoryInfo(Path.Combine(folder, "bin"));
        return !output.Exists ? null : output.EnumerateFiles($"{assembly}.runtimeconfig.json", SearchOption.AllDirectories)
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => Path.Combine(file.DirectoryName!, $"{assembly}.dll"))
            .FirstOrDefault();
    }
}
