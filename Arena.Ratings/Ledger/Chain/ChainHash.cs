using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Arena.Ratings.Ledger.Chain;

/// <summary>The hash of a link: SHA-256(previous hash ‖ position, 8 bytes big-endian ‖ record hash); 32 zero bytes come before the first.</summary>
internal static class ChainHash
{
    public static byte[] Genesis => new byte[SHA256.HashSizeInBytes];

    public static byte[] Next(ReadOnlySpan<byte> previous, long position, ReadOnlySpan<byte> recordHash)
    {
        Span<byte> link = stackalloc byte[(2 * SHA256.HashSizeInBytes) + sizeof(long)];
        previous.CopyTo(link);
        BinaryPrimitives.WriteInt64BigEndian(link[SHA256.HashSizeInBytes..], position);
        recordHash.CopyTo(link[(SHA256.HashSizeInBytes + sizeof(long))..]);
        return SHA256.HashData(link);
    }
}
