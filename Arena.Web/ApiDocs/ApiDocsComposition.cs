using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Arena.Web.ApiDocs;

/// <summary>The document of the API, and what its page reads.</summary>
internal static class ApiDocsComposition
{
    public static void AddApiDocs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer(DescribeAsync);
        });
        builder.Services.AddSingleton<ApiDocument>();
    }

    public static void MapApiDocs(this WebApplication app) => app.MapGet("/api/openapi.json", GetAsync).ExcludeFromDescription();

    private static async Task<ContentHttpResult> GetAsync(ApiDocument document) =>
        TypedResults.Text((await document.GetAsync()).ToJsonString(), "application/json");

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "LLM Arena",
            Version = "1",
            Description = "Battles between language models, and the hybrid entry. Errors are problem details (RFC 9457) with a stable type.",
        };
        document.Servers = []; // wherever the reader found it
        return Task.CompletedTask;
    }
}
