namespace Arena.AppHost.Nodes;

/// <summary>A model that a node serves, as a resource below it. It is discovered while the application runs, so it is in no model of it.</summary>
internal sealed class NodeModel(IResource node, string model) : Resource(NameOf(node, model)), IResourceWithParent
{
    private const int MaxLength = 64;

    public IResource Parent { get; } = node;

    public string Model { get; } = model;

    /// <summary>A model may be called <c>org/name:tag</c>; a resource has letters, digits and single hyphens.</summary>
    private static string NameOf(IResource node, string model)
    {
        var words = string.Concat(model.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Split('-', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words.Prepend(node.Name));
        return (name.Length > MaxLength ? name[..MaxLength] : name).TrimEnd('-');
    }
}
