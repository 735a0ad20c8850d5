using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>
/// The assemblies of one service, from its own output, with statics of their own. Those of the shared frameworks are this process's, so
/// that hosts can be talked to.
/// </summary>
internal sealed class ServiceLoadContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private static readonly FrozenSet<string> Framework = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(file => !file.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !Framework.Contains(assemblyName.Name ?? "") && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
