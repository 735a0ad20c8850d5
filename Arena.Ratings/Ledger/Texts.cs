using System.Security.Cryptography;
using System.Text;

namespace Arena.Ratings.Ledger;

/// <summary>What a person wrote or read. Deleting the row, by an <see cref="Erasure"/>, erases it and changes no rating.</summary>
internal abstract class ErasableText
{
    /// <summary>Random, and erased with the text: its hash stays in the sealed record and tells nothing.</summary>
    public required byte[] Salt { get; init; }

    public required string Content { get; init; }

    /// <summary>The whole conversation that ends with <see cref="Content"/>, as JSON of <c>[{role, content}]</c>; null when it is the prompt and this.</summary>
    public string? Turns { get; init; }

    public byte[] Hash() => TextHash.Of(Salt, Content, Turns);
}

/// <summary>What the voter asked.</summary>
internal sealed class PromptText : ErasableText
{
    public string BattleId { get; init; } = null!;
}

/// <summary>What a model answered.</summary>
internal sealed class AnswerText : ErasableText
{
    public string BattleId { get; init; } = null!;

    public Side Side { get; init; }
}

/// <summary>A commitment to a text: SHA-256 of salt, text and conversation.</summary>
internal static class TextHash
{
    private const int SaltBytes = 16;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    /// <summary>salt ‖ UTF-8 of the text ‖ (0 ‖ UTF-8 of the conversation). No text holds the character 0, so that nothing is ambiguous.</summary>
    public static byte[] Of(byte[] salt, string content, string? turns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(content));
        if (turns is not null)
        {
            hash.AppendData([0]);
            hash.AppendData(Encoding.UTF8.GetBytes(turns));
        }

        return hash.GetHashAndReset();
    }
}
