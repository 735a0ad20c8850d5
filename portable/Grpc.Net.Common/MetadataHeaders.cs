using System.Buffers;
using Grpc.Core;

namespace Grpc.Net;

/// <summary>
/// Metadata as headers. Values of <c>-bin</c> ones are base64, sent without padding, accepted with and without; several may be
/// joined by commas.
/// </summary>
internal static class MetadataHeaders
{
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

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

    /// <summary>Adds one received header to the metadata; one whose name cannot be a metadata key is left out.</summary>
    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static void AddReceived(this Metadata metadata, string key, string value)
    {
        if (key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            return;
        }

        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(key, value);
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            try
            {
                metadata.Add(key, Decode(value.AsSpan()[part]));
            }
            catch (FormatException exception)
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The value of '{key}' is not base64.", exception));
            }
        }
    }

    public static string ToHeaderValue(this Metadata.Entry entry) => entry.IsBinary ? Encode(entry.ValueBytes) : entry.Value;
}
