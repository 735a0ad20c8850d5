namespace Aspire.Hosting.ApplicationModel;

/// <summary>Ollama in a container.</summary>
public class OllamaResource : ContainerResource, IOllamaResource
{
    private readonly List<string> _models = [];

    public OllamaResource(string name)
        : base(name) => PrimaryEndpoint = new(this, IOllamaResource.EndpointName);

    public IReadOnlyList<string> Models => _models;

    public EndpointReference PrimaryEndpoint { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"Endpoint={PrimaryEndpoint}");

    public void AddModel(string modelName) => _models.Add(modelName);
}
