namespace Arena.AppHost;

/// <summary>A server that answers for models, as the inference service is told of it.</summary>
/// <param name="Driver">The wire protocol: <c>vllm</c> or <c>ollama</c>.</param>
/// <param name="Address">Base address: an endpoint of this application, or of something outside.</param>
/// <param name="Resource">What stands for it on the dashboard; waited for when it is part of this application.</param>
internal sealed record ModelNode(string Driver, ReferenceExpression Address, IResourceBuilder<IResource> Resource)
{
    public string Name => Resource.Resource.Name;
}
