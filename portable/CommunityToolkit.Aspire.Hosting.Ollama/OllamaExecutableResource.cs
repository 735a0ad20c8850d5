namespace Aspire.Hosting.ApplicationModel;

/// <summary>The <c>ollama</c> of this machine, with its own models.</summary>
public class OllamaExecutableResource : ExecutableResource, IOllamaResource
{
    private readonly List<string> _models = [];

    public OllamaExecutableResource(string name)
        : base(name, "ollama", Environment.CurrentDirectory) => PrimaryEndpoint = new(this, IOllamaResource.EndpointName);

    public IReadOnlyList<string> Models => _models;

    public EndpointReference PrimaryEndpoint { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"Endpoint={PrimaryEndpoint}");

    public void AddModel(string modelName) => _models.Add(modelName);
}
