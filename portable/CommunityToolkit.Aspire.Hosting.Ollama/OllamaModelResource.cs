namespace Aspire.Hosting.ApplicationModel;

/// <summary>A model of an Ollama server, there once it has been pulled.</summary>
public class OllamaModelResource(string name, string modelName, IOllamaResource parent)
    : Resource(name), IResourceWithParent<IOllamaResource>, IResourceWithConnectionString
{
    public IOllamaResource Parent { get; } = parent;

    public string ModelName { get; } = modelName;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Model={ModelName}");
}
