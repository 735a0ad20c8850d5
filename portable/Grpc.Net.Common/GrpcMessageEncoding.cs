using System.Buffers;
using System.Text;

namespace Grpc.Net;

/// <summary>
/// The value of <c>grpc-message</c>: UTF-8 of which everything but printable ASCII, and <c>%</c>, is percent-encoded.
/// <c>50 % sûr</c> is <c>50 %25 s%C3%BBr</c>.
/// </summary>
internal static class GrpcMessageEncoding
{
    private static readonly SearchValues<char> Unescaped =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (char)value).Where(value => value != '%')]);

    public static string Encode(string message)
    {
        var first = message.AsSpan().IndexOfAnyExcept(Unescaped);
        if (first < 0)
        {
            return message;
        }

        var builder = new StringBuilder(message.Length + 16).Append(message, 0, first);
        foreach (var value in Encoding.UTF8.GetBytes(message[first..]))
        {
            if (Unescaped.Contains((char)value))
            {
                builder.Append((char)value);
            }
            else
            {
                builder.Append('%').Append(Hex(value >> 4)).Append(Hex(value & 0xF));
            }
        }

        return builder.ToString();
    }

    /// <summary>Lenient, as the specification asks: what is not a valid escape stays as it is.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return encoded;
        }

        var bytes = new ArrayBufferWriter<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Write([(byte)((Convert.ToInt32(encoded.Substring(i + 1, 1), 16) << 4) | Convert.ToInt32(encoded.Substring(i + 2, 1), 16))]);
                i += 2;
            }
            else
            {
                bytes.Write(Encoding.UTF8.GetBytes(encoded, i, 1));
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static char Hex(int digit) => (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
