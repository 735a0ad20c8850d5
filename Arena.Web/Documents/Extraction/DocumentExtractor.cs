using Arena.Web.Battles.Api;
using Arena.Web.Documents.Api;
using Arena.Web.Documents.Kinds;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents.Extraction;

/// <summary>Has a document read by the program for it, a few at a time.</summary>
internal sealed class DocumentExtractor(IEnumerable<ITextReader> readers, IOptions<DocumentOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrent);

    /// <summary>The text, cleaned; or why there is none.</summary>
    public async Task<(ExtractedText? Text, Problem? Problem)> ExtractAsync(
        DocumentKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (readers.FirstOrDefault(reader => reader.IsInstalled && reader.Reads(kind) && IsWanted(reader, kind)) is not { } chosen)
        {
            return (null, DocumentProblems.NoExtractor);
        }

        if (!await TryEnterAsync(cancellationToken))
        {
            return (null, DocumentProblems.Busy);
        }

        try
        {
            var (text, problem) = await chosen.ReadAsync(kind, content, cancellationToken);
            if (text is null)
            {
                return (null, problem);
            }

            var cleaned = text with { Pages = [.. text.Pages.Select(TextCleaner.Clean)] };
            return cleaned.Pages.All(string.IsNullOrWhiteSpace) ? (null, DocumentProblems.NoText) : (cleaned, null);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private bool IsWanted(ITextReader reader, DocumentKind kind) =>
        kind != DocumentKind.Pdf || options.Value.PdfReader is "auto" || options.Value.PdfReader == reader.Name;

    private async Task<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _places.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
