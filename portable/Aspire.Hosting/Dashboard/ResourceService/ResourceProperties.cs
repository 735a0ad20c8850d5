using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>
/// The facts about a resource that the dashboard lists with it: those of its snapshot, and those that the dashboard knows by name
/// (src/Shared/Model/KnownProperties.cs of microsoft/aspire).
/// </summary>
internal static class ResourceProperties
{
    private const string ParentName = "resource.parentName";
    private const string ExitCode = "resource.exitCode";
    private const string ConnectionString = "resource.connectionString";
    private const string Source = "resource.source";
    private const string ProjectPath = "project.path";
    private const string ProcessId = "executable.pid";

    /// <summary>Names of these belong to Aspire, which decides how they are shown. What an author adds is shown by default, and first.</summary>
    private static readonly string[] KnownPrefixes = ["resource.", "executable.", "project.", "container.", "terminal.", "tool."];

    private static readonly Dictionary<string, string> DisplayNames = new(StringComparer.Ordinal)
    {
        [ProjectPath] = "Project path",
        ["executable.path"] = "Executable path",
        ["executable.workDir"] = "Working directory",
        ["executable.args"] = "Executable arguments",
        [ProcessId] = "Process ID",
    };

    public static async Task<IReadOnlyList<ResourceProperty>> OfAsync(IResource resource, CustomResourceSnapshot snapshot, CancellationToken cancellationToken)
    {
        var known = snapshot.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var added = new List<ResourcePropertySnapshot>();
        void Add(string name, object? value, bool isSensitive = false)
        {
            if (value is not null && known.Add(name))
            {
                added.Add(new(name, value) { IsSensitive = isSensitive });
            }
        }

        Add(ParentName, ParentOf(resource) is { } parent ? ResourceInstancesAnnotation.IdsOf(parent).First() : null);
        Add(ExitCode, snapshot.ExitCode);
        Add(ProjectPath, resource is ProjectResource ? resource.GetProjectMetadata().ProjectPath : null);
        Add(Source, (resource as ExternalServiceResource)?.Uri?.ToString());
        Add(ConnectionString, await ConnectionStringOfAsync(resource, snapshot, cancellationToken), isSensitive: true);

        return [.. snapshot.Properties.Concat(added).OrderBy(property => IsKnown(property.Name)).Select((property, order) => Map(property, order, resource is ProjectResource))];
    }

    private static async Task<string?> ConnectionStringOfAsync(IResource resource, CustomResourceSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.State?.Text != KnownResourceStates.Running || resource is not IResourceWithConnectionString connection)
        {
            return null;
        }

        try
        {
            return await connection.GetConnectionStringAsync(cancellationToken);
        }
        catch (DistributedApplicationException)
        {
            return null; // a part of it has no value; the resource that needs it says so
        }
    }

    private static IResource? ParentOf(IResource resource) => resource is IResourceWithParent child ? child.Parent
        : resource.Annotations.OfType<ResourceRelationshipAnnotation>().LastOrDefault(relation => relation.Type == KnownRelationshipTypes.Parent)?.Resource;

    private static bool IsKnown(string name) => Array.Exists(KnownPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static ResourceProperty Map(ResourcePropertySnapshot property, int order, bool isProject)
    {
        var mapped = new ResourceProperty { Name = property.Name, Value = ValueOf(property.Value), IsSensitive = property.IsSensitive, SortOrder = order };
        mapped.IsHighlighted = !IsKnown(property.Name);
        if (DisplayNames.TryGetValue(property.Name, out var display))
        {
            mapped.DisplayName = display;
            mapped.IsHighlighted = !isProject || property.Name is ProjectPath or ProcessId; // how dotnet runs it is nobody's question
        }

        return mapped;
    }

    private static Value ValueOf(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime time => Value.ForString(time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        IEnumerable items => Value.ForList([.. items.Cast<object?>().Select(ValueOf)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
