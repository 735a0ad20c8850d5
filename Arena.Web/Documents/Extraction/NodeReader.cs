using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Web.Battles.Api;
using Arena.Web.Documents.Api;
using Arena.Web.Documents.Kinds;
using Microsoft.Extensions.Options;

namespace Arena.Web.Documents.Extraction;

/// <summary>Extractor/extract.mjs under Node: PDF by Mozilla's pdf.js, and every other kind.</summary>
internal sealed partial class NodeReader(LimitedProcess processes, IOptions<DocumentOptions> options, ILogger<NodeReader> logger) : ITextReader
{
    private const int LongestEscape = 6; // bytes of a character in JSON
    private const int HeapShare = 2;

    /// <summary>Beside the assembly: the program's own folder is another one when the AppHost hosts the service.</summary>
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(NodeReader).Assembly.Location)!, "extractor");

    private readonly string? _node = Programs.Find("node");

    public string Name => "pdfjs";

    public bool IsInstalled => _node is not null;

    public bool Reads(DocumentKind kind) => true;

    public async Task<(ExtractedText? Text, Problem? Problem)> ReadAsync(
        DocumentKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        var task = new ProcessTask(
            _node!,
            [$"--max-old-space-size={limits.ExtractionMemoryMib / HeapShare}", "extract.mjs", kind.Name, Serialize(limits)],
            Folder,
            limits.ExtractionTimeout,
            limits.ExtractionMemoryMib,
            (limits.MaxCharacters * LongestEscape) + (limits.MaxPages * LongestEscape) + 4096);
        var result = await processes.RunAsync(task, content, cancellationToken);
        if (result.End is not ProcessEnd.Succeeded)
        {
            // Node ends with an error only where it got no more memory: all else is in its answer.
            LogGaveUp(kind.Name, result.End, result.Errors.Length > 500 ? result.Errors[..500] : result.Errors);
            return (null, DocumentProblems.TooComplex);
        }

        var answer = JsonSerializer.Deserialize(result.Output, ExtractorJson.Default.ExtractorAnswer)
            ?? throw new JsonException("The extractor answers with an object.");
        return answer.Error is { } code
            ? (null, DocumentProblems.Of(code, answer.Detail ?? ""))
            : (new(answer.Pages ?? [], answer.Total, answer.Cut, kind == DocumentKind.Pdf ? "pdf.js" : "node"), null);
    }

    private static string Serialize(DocumentOptions limits) => JsonSerializer.Serialize(
        new(limits.MaxCharacters, limits.MaxPages, limits.MaxUnpackedBytes, limits.MaxEntries, limits.MaxDepth), ExtractorJson.Default.ExtractorLimits);

    [LoggerMessage(EventId = 5201, EventName = "ExtractorGaveUp", Level = LogLevel.Warning,
        Message = "The extraction of a document of kind {Kind} ended: {End}. {Errors}")]
    private partial void LogGaveUp(string kind, ProcessEnd end, string errors);
}

internal sealed record ExtractorLimits(int Characters, int Pages, int UnpackedBytes, int Entries, int Depth);

internal sealed record ExtractorAnswer(string[]? Pages, int Total, bool Cut, string? Error, string? Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExtractorLimits))]
[JsonSerializable(typeof(ExtractorAnswer))]
internal sealed partial class ExtractorJson : JsonSerializerContext;
