using System.Buffers.Binary;
using Arena.Web.Battles.Api;
using Arena.Web.Documents.Api;

namespace Arena.Web.Documents.Kinds;

/// <summary>
/// What a file is by its name and by its first and last bytes, which must agree: a file that is one thing to us and another one to the
/// next program that opens it is refused.
/// </summary>
internal static class DocumentSniffer
{
    private const int HeadBytes = 1024; // in which PDF readers look for the header, ISO 32000-1, Annex H, note 13
    private const int ZipEndBytes = 22; // APPNOTE.TXT 4.3.16, without its comment
    private const int LongestComment = ushort.MaxValue;

    private static ReadOnlySpan<byte> PdfHeader => "%PDF-"u8;

    private static ReadOnlySpan<byte> PdfEnd => "%%EOF"u8;

    private static ReadOnlySpan<byte> ZipHeader => "PK\x03\x04"u8;

    private static ReadOnlySpan<byte> ZipEnd => "PK\x05\x06"u8;

    /// <summary>Compound file, [MS-CFB] 2.2: what Word wrote until 2003, and what an encrypted DOCX is wrapped in.</summary>
    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The kind, or why the file is refused.</summary>
    public static (DocumentKind? Kind, Problem? Problem) Sniff(string name, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return (null, DocumentProblems.Empty);
        }

        if (content.StartsWith(CompoundFile))
        {
            return (null, DocumentProblems.EncryptedOrOld);
        }

        if (DocumentKind.OfName(name) is not { } kind)
        {
            return (null, DocumentProblems.TypeUnsupported);
        }

        return IsWhatItsNameSays(kind, content) ? (kind, null) : (null, DocumentProblems.TypeMismatch);
    }

    private static bool IsWhatItsNameSays(DocumentKind kind, ReadOnlySpan<byte> content)
    {
        if (kind == DocumentKind.Pdf)
        {
            return content.StartsWith(PdfHeader) && !EndsAsZip(content);
        }

        return kind == DocumentKind.Docx
            ? content.StartsWith(ZipHeader) && !HasPdfHeader(content)
            : IsText(content) && !(HasPdfHeader(content) && content.IndexOf(PdfEnd) >= 0);
    }

    /// <summary>A PDF in front of an archive: archives are read from their end, PDF from both.</summary>
    private static bool EndsAsZip(ReadOnlySpan<byte> content)
    {
        var tail = content[Math.Max(0, content.Length - ZipEndBytes - LongestComment)..];
        var end = tail.LastIndexOf(ZipEnd);
        return end >= 0 && tail.Length - end >= ZipEndBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + ZipEndBytes - sizeof(ushort))..]) == tail.Length - end - ZipEndBytes;
    }

    private static bool HasPdfHeader(ReadOnlySpan<byte> content) => content[..Math.Min(HeadBytes, content.Length)].IndexOf(PdfHeader) >= 0;

    /// <summary>Text has no control characters but white space; UTF-16, which is full of zeros, must say so by its mark.</summary>
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return content.Length % sizeof(char) == 0;
        }

        foreach (var value in content)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return false;
            }
        }

        return true;
    }
}
