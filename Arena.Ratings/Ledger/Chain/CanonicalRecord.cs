using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>
/// The bytes of a record, one way only: fields in a fixed order, each with a tag and, where it varies, its length (docs/ledger.md). The
/// first field is kind and version: a changed order of fields is a new version, never the same one.
/// </summary>
internal sealed class CanonicalRecord
{
    private const byte Absent = 0;
    private const byte Present = 1;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    private CanonicalRecord(string kindAndVersion) => Text(kindAndVersion);

    public static CanonicalRecord Start(string kind, int version) => new($"{kind}/{version}");

    public byte[] Hash() => SHA256.HashData(_bytes.WrittenSpan);

    public CanonicalRecord Text(string? value) => Bytes(value is null ? null : Encoding.UTF8.GetBytes(value));

    public CanonicalRecord Bytes(byte[]? value)
    {
        if (value is null)
        {
            return Byte(Absent);
        }

        Byte(Present).Number(value.Length);
        _bytes.Write(value);
        return this;
    }

    public CanonicalRecord Number(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    /// <summary>All 64 bits: ratings are compared to the last one.</summary>
    public CanonicalRecord Number(double? value) =>
        value is { } number ? Byte(Present).Number(BitConverter.DoubleToInt64Bits(number)) : Byte(Absent);

    public CanonicalRecord Flag(bool value) => Byte(value ? Present : Absent);

    /// <summary>Microseconds since 1970: what PostgreSQL keeps.</summary>
    public CanonicalRecord Time(DateTimeOffset value) => Number((value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    private CanonicalRecord Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }
}
