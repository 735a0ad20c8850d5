using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Arena.Ratings.Evidence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Ledger;

/// <summary>How voters are kept apart without being known.</summary>
internal sealed class SessionHashOptions
{
    public const string Section = "Ratings:Session";

    /// <summary>Base64 of the key of session hashes, at least 32 bytes. Default: made once and kept in the ledger.</summary>
    [Base64String]
    [MinLength(44)]
    public string? Key { get; set; }
}

[OptionsValidator]
internal sealed partial class SessionHashOptionsValidator : IValidateOptions<SessionHashOptions>;

/// <summary>
/// HMAC-SHA256 of a session under a secret key: two votes of one session can be matched, a session cannot be guessed from its hash. Prompts are matched the same way.
/// </summary>
internal sealed class SessionHasher(IOptions<SessionHashOptions> options)
{
    private const string KeyName = "session";
    private const int KeyBytes = 32;

    private byte[]? _key = options.Value.Key is { } key ? Convert.FromBase64String(key) : null;

    /// <summary>Null for an empty session.</summary>
    public async Task<byte[]?> HashAsync(LedgerContext ledger, string session, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(session))
        {
            return null;
        }

        return HMACSHA256.HashData(await KeyAsync(ledger, cancellationToken), Encoding.UTF8.GetBytes(session));
    }

    /// <summary>The same for every prompt that <see cref="NormalisedPrompt"/> calls the same. The prefix keeps prompts and sessions apart.</summary>
    public async Task<byte[]> FingerprintAsync(LedgerContext ledger, string prompt, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await KeyAsync(ledger, cancellationToken), Encoding.UTF8.GetBytes("prompt\n" + NormalisedPrompt.Of(prompt)));

    /// <summary>Two first callers both load the one key that the ledger keeps.</summary>
    private async ValueTask<byte[]> KeyAsync(LedgerContext ledger, CancellationToken cancellationToken) =>
        _key ??= await LoadAsync(ledger, cancellationToken);

    private static async Task<byte[]> LoadAsync(LedgerContext ledger, CancellationToken cancellationToken)
    {
        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        await ledger.Database.ExecuteSqlAsync(
            $"INSERT INTO ledger_keys (name, value) VALUES ({KeyName}, {made}) ON CONFLICT DO NOTHING", cancellationToken);
        return await ledger.Keys.Where(key => key.Name == KeyName).Select(key => key.Value).SingleAsync(cancellationToken);
    }
}
