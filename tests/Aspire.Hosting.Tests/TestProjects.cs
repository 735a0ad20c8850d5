using Projects;

namespace Aspire.Hosting.Tests;

/// <summary>Where the projects of the tests are.</summary>
internal static class TestProjects
{
    public static string Service { get; } = Path.Combine(Aspire_Hosting_TestAppHost.ProjectPath, "..", "Aspire.Hosting.TestService", "Aspire.Hosting.TestService.csproj");

    /// <summary>The program of the test AppHost, to be run as a process of its own.</summary>
    public static string AppHostAssembly => typeof(Aspire_Hosting_TestAppHost).Assembly.Location;
}
