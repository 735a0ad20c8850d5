using System.Reflection;
using System.Runtime.InteropServices;
using Arena.LocalServers;
using Arena.LocalServers.Npm;
using Arena.LocalServers.Processes;

namespace Aspire.Hosting.Dashboard.Supervision;

/// <summary>The <c>aspire</c> program from npm, which carries the dashboard: <c>@microsoft/aspire-cli-{platform}</c>, one file.</summary>
internal sealed class DashboardPackage(Action<string> progress)
{
    /// <summary>That of all of Aspire, Directory.Packages.props.</summary>
    public static string Version { get; } = typeof(DashboardPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "AspireVersion").Value!;

    private readonly NpmPackage? _package = Name is null ? null : new("Aspire dashboard", Name, Version, "145 MB", root: null, progress);

    /// <summary>The name of the package for this machine, or null when there is none.</summary>
    public static string? Name => (Platform, RuntimeInformation.OSArchitecture) switch
    {
        ({ } platform, Architecture.X64) => $"@microsoft/aspire-cli-{platform}-x64",
        ({ } platform, Architecture.Arm64) when platform != "linux-musl" => $"@microsoft/aspire-cli-{platform}-arm64",
        _ => null,
    };

    private static string? Platform =>
        OperatingSystem.IsLinux() ? RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux" :
        OperatingSystem.IsMacOS() ? "osx" :
        OperatingSystem.IsWindows() ? "win" : null;

    /// <summary>Why it cannot be had, or null when it is there or can be installed.</summary>
    public string? Obstacle =>
        _package is null ? $"npm has none for {RuntimeInformation.RuntimeIdentifier}"
        : !_package.IsInstalled && ExecutableSearch.OnPath("npm") is null ? $"there is no npm to install {Name}"
        : null;

    /// <exception cref="LocalServerException">It cannot be installed.</exception>
    public async Task<DashboardProgram> InstallAsync(CancellationToken cancellationToken)
    {
        var package = _package ?? throw new LocalServerException($"The Aspire dashboard cannot be installed: {Obstacle}.");
        var folder = await package.InstallAsync(finish: null, cancellationToken);
        var program = Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? "aspire.exe" : "aspire");
        // A home of its own: unpacking another version would clear away what an installed aspire has unpacked.
        return new(program, Path.Combine(package.Folder, "home"));
    }
}
