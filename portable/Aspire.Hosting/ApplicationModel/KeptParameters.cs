
namespace Aspire.Hosting.ApplicationModel;

/// <summary>Values that were made once, each in a file <c>parameters/{name}</c> of the application's store.</summary>
internal static class KeptParameters
{
    public static string ReadOrKeep(IDistributedApplicationBuilder builder, string name, ParameterDefault value)
    {
        var file = Path.Combine(AspireStore.PathOf(builder), "parameters", name);
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } kept)
        {
            return kept;
        }

        var made = value.GetDefaultValue();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Arena.LocalServers.SecretFile.Write(file, made);
        return made;
    }
}
