using System.Text;
using Arena.Web.Battles.Api;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Arena.Web.Documents.Api;

/// <summary>A file as it was sent.</summary>
/// <param name="Name">Without folders and control characters.</param>
internal sealed record UploadedFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>The fields of a multipart form (RFC 7578), each name with its values, and its one file.</summary>
internal sealed record UploadedForm(IReadOnlyDictionary<string, List<string>> Fields, UploadedFile? File)
{
    public string? Field(string name) => Fields.GetValueOrDefault(name)?.LastOrDefault();
}

/// <summary>Reads forms in memory, up to a limit: the framework's reader would write files to disk.</summary>
internal static class UploadReader
{
    private const int LongestName = 200;
    private const int LongestExtension = 20;
    private const int LongestBoundary = 100;

    /// <summary>The form; or why it is not taken.</summary>
    public static async Task<(UploadedForm? Form, Problem? Problem)> ReadAsync(
        HttpRequest request, int maxFileBytes, int maxFieldBytes, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= LongestBoundary } boundary)
        {
            return (null, Problems.InvalidRequest("A form (multipart/form-data) is expected."));
        }

        try
        {
            return await ReadAsync(new MultipartReader(boundary.ToString(), request.Body), maxFileBytes, maxFieldBytes, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, DocumentProblems.TooLarge(maxFileBytes));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return (null, Problems.InvalidRequest("The form is not whole."));
        }
    }

    private static async Task<(UploadedForm? Form, Problem? Problem)> ReadAsync(
        MultipartReader reader, int maxFileBytes, int maxFieldBytes, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        UploadedFile? file = null;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                continue;
            }

            if (disposition.IsFileDisposition())
            {
                if (file is not null)
                {
                    return (null, Problems.InvalidRequest("One file at a time is expected."));
                }

                if (await ReadAsync(section.Body, maxFileBytes, cancellationToken) is not { } content)
                {
                    return (null, DocumentProblems.TooLarge(maxFileBytes));
                }

                file = new(NameOf(disposition), content);
            }
            else
            {
                if (await ReadAsync(section.Body, maxFieldBytes, cancellationToken) is not { } value)
                {
                    return (null, Problems.InvalidRequest($"The field {disposition.Name} is too long."));
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                (fields.TryGetValue(name, out var values) ? values : fields[name] = []).Add(Encoding.UTF8.GetString(value));
            }
        }

        return (new(fields, file), null);
    }

    /// <summary>Null when there are more bytes.</summary>
    private static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (content.Length + read > most)
            {
                return null;
            }

            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return content.ToArray();
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        var name = string.Concat(given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character))).Trim();
        return name.Length > LongestName ? Shortened(name) : name;
    }

    /// <summary>Its start and its extension, which tells the kind.</summary>
    private static string Shortened(string name)
    {
        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } known ? known : "";
        var start = name.AsSpan(0, LongestName - extension.Length);
        return string.Concat(char.IsHighSurrogate(start[^1]) ? start[..^1] : start, extension);
    }
}
