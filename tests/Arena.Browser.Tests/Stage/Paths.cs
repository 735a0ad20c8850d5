using System.Reflection;

namespace Arena.Browser.Tests.Stage;

/// <summary>Where the build put what the tests run (see the project file).</summary>
internal static class Paths
{
    public static string Of(string key) =>
        typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
