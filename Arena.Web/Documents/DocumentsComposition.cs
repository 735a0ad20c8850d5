using Arena.Web.Compare.Api;
using Arena.Web.Documents.Api;
using Arena.Web.Documents.Extraction;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents;

/// <summary>Uploaded documents (docs/documents.md).</summary>
internal static class DocumentsComposition
{
    public static void AddDocuments(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DocumentOptions>().BindConfiguration(DocumentOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DocumentOptions>, DocumentOptionsValidator>();
        services.AddSingleton<LimitedProcess>();
        // In the order of preference.
        services.AddSingleton<ITextReader, PdfToTextReader>().AddSingleton<ITextReader, NodeReader>();
        services.AddSingleton<DocumentExtractor>().AddSingleton<DocumentArchive>().AddSingleton<DocumentDesk>();
    }

    public static void MapDocuments(this WebApplication app) => app.MapGroup("/api/documents").WithTags("Documents")
        .AddEndpointFilter<CompareProblemFilter>()
        .MapDocumentCalls(app.Services.GetRequiredService<IOptions<DocumentOptions>>().Value);
}
