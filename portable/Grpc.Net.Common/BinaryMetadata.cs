namespace Grpc.Net;

/// <summary>Values of <c>-bin</c> headers: base64, sent without padding, accepted with and without; several may be joined by commas.</summary>
internal static class BinaryMetadata
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <exception cref="FormatException">It is not base64.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim().TrimEnd('=');
        var padded = (trimmed.Length % 4) switch
        {
            2 => $"{trimmed}==",
            3 => $"{trimmed}=",
            _ => trimmed.ToString(),
        };
        return Convert.FromBase64String(padded);
    }

    /// <summary>Adds one received header to the metadata.</summary>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static void AddReceived(this Core.Metadata metadata, string key, string value)
    {
        if (!key.EndsWith(Core.Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(key, value);
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            metadata.Add(key, Decode(value.AsSpan()[part]));
        }
    }

    public static string ToHeaderValue(this Core.Metadata.Entry entry) => entry.IsBinary ? Encode(entry.ValueBytes) : entry.Value;
}
