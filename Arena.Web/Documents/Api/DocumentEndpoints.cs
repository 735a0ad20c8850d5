using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents.Api;

/// <summary>Uploads, and what they say.</summary>
internal static class DocumentEndpoints
{
    private const int OtherFields = 64 * 1024;

    public static IEndpointRouteBuilder MapDocumentCalls(this IEndpointRouteBuilder routes, DocumentOptions limits)
    {
        routes.MapPost("/", Upload).WithName("UploadDocument").WithSummary("Takes a file (multipart field 'file') and answers with its text.")
            .WithMetadata(new RequestSizeLimitAttribute(limits.MaxBytes + OtherFields));
        routes.MapGet("/{documentId}", Get).WithName("GetDocument").WithSummary("The text of a document.");
        routes.MapGet("/{documentId}/content", Download).WithName("DownloadDocument").WithSummary("The file as it was uploaded.");
        return routes;
    }

    private static async Task<Results<Ok<DocumentAnswer>, Problem>> Upload(
        HttpContext context, DocumentDesk desk, IOptions<DocumentOptions> options, CancellationToken cancellationToken)
    {
        var (form, problem) = await UploadReader.ReadAsync(context.Request, options.Value.MaxBytes, OtherFields, cancellationToken);
        if (form is null)
        {
            return problem!;
        }

        if (form.File is null)
        {
            return Problems.InvalidRequest("The form has no file.");
        }

        var (document, refused) = await desk.TakeAsync(form.File, VoterSession.ReadOrCreate(context), cancellationToken);
        return document is null ? refused! : TypedResults.Ok(DocumentAnswer.Of(document));
    }

    private static async Task<Results<Ok<DocumentAnswer>, Problem>> Get(
        string documentId, HttpRequest request, DocumentArchive archive, CancellationToken cancellationToken) =>
        await archive.FindAsync(documentId, VoterSession.Read(request), cancellationToken) is { } document
            ? TypedResults.Ok(DocumentAnswer.Of(document))
            : DocumentProblems.NotFound;

    /// <summary>As an attachment of no type that a browser would open: it comes from a stranger.</summary>
    private static async Task<Results<PushStreamHttpResult, Problem>> Download(
        string documentId, HttpContext context, DocumentArchive archive, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(documentId, VoterSession.Read(context.Request), cancellationToken) is not { } document)
        {
            return DocumentProblems.NotFound;
        }

        context.Response.ContentLength = document.Size;
        return TypedResults.Stream(
            stream => archive.CopyAsync(documentId, stream, context.RequestAborted), "application/octet-stream", document.Name);
    }
}
