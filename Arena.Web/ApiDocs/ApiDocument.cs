using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Arena.Web.ApiDocs;

/// <summary>The OpenAPI document of the public API, as JSON. Made from the endpoints themselves, once.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "arena";

    private readonly Lock _lock = new();
    private Task<JsonObject>? _document;

    /// <summary>The document; not to be changed.</summary>
    public Task<JsonObject> GetAsync()
    {
        lock (_lock)
        {
            return _document ??= MakeAsync();
        }
    }

    private async Task<JsonObject> MakeAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return (JsonObject)JsonNode.Parse(json)!;
    }
}
