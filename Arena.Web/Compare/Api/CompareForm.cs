using System.Text.Json;
using Arena.Web.Battles.Api;
using Arena.Web.Documents;
using Arena.Web.Documents.Api;
using Microsoft.Extensions.Options;

namespace Arena.Web.Compare.Api;

/// <summary>A comparison as it is asked for, as JSON or as a form with a file.</summary>
internal sealed record CompareBody
{
    /// <summary>1 byte to <see cref="CompareOptions.MaxPromptBytes"/> of UTF-8, not blank.</summary>
    public required string Prompt { get; init; }

    /// <summary>Two to six ids.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Id of an uploaded document.</summary>
    public string? Document { get; init; }

    /// <summary>Nobody is told which model is which before stars or a pick are given, and the places are shuffled.</summary>
    public bool Blind { get; init; }

    /// <summary>A chosen model may cost money.</summary>
    public bool ConfirmCost { get; init; }
}

internal sealed record StarsBody
{
    /// <summary>From 1, as shown.</summary>
    public required int Position { get; init; }

    /// <summary>1 … 5.</summary>
    public required int Stars { get; init; }
}

internal sealed record PickBody
{
    public required int Position { get; init; }
}

/// <summary>Reads what is asked for.</summary>
internal sealed class CompareForm(DocumentDesk documents, IOptions<CompareOptions> options, IOptions<DocumentOptions> documentOptions)
{
    /// <summary>The request; or why it is not taken. A file is stored before this returns, and named in <see cref="CompareBody.Document"/>.</summary>
    public async Task<(CompareBody? Body, Problem? Problem)> ReadAsync(HttpRequest request, string session, CancellationToken cancellationToken)
    {
        if (request.HasJsonContentType())
        {
            return await ReadJsonAsync(request, cancellationToken);
        }

        var (form, problem) = await UploadReader.ReadAsync(
            request, documentOptions.Value.MaxBytes, options.Value.MaxPromptBytes + 1, cancellationToken);
        if (form is null)
        {
            return (null, problem);
        }

        var documentId = form.Field("document");
        if (form.File is not null)
        {
            var (document, refused) = await documents.TakeAsync(form.File, session, cancellationToken);
            if (document is null)
            {
                return (null, refused);
            }

            documentId = document.DocumentId;
        }

        return (new()
        {
            Prompt = form.Field("prompt") ?? "",
            Models = [.. form.Fields.GetValueOrDefault("models") ?? []],
            Document = string.IsNullOrEmpty(documentId) ? null : documentId,
            Blind = IsTrue(form.Field("blind")),
            ConfirmCost = IsTrue(form.Field("confirm_cost")),
        }, null);
    }

    private static async Task<(CompareBody? Body, Problem? Problem)> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync<CompareBody>(cancellationToken) is { } body
                ? (body, null)
                : (null, Problems.InvalidRequest("An object is expected."));
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return (null, Problems.InvalidRequest("prompt (text) and models (list of ids) are expected, as JSON or as a form."));
        }
    }

    private static bool IsTrue(string? field) => field is "true" or "on" or "1";
}
