using System.Security.Cryptography;
using System.Text;
using Arena.Ratings.Evidence;

namespace Arena.Ratings.Exports;

/// <summary>Training or test: by a hash of the normalised first user turn, so that no prompt is in both, in any export.</summary>
internal static class PromptSplit
{
    private const int TestPercent = 10;

    /// <summary>SHA-256 of the normalised prompt, its first four bytes big-endian modulo 100: below 10 is "test", else "train".</summary>
    public static string Of(string prompt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(NormalisedPrompt.Of(prompt)));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) % 100 < TestPercent ? "test" : "train";
    }
}
