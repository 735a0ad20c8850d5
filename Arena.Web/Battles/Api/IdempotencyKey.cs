namespace Arena.Web.Battles.Api;

/// <summary>
/// A repeated request with the same key is answered as the first was.
/// See https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 128;

    /// <summary>Null when the key will do, or there is none.</summary>
    public static Problem? Check(string? key) => key is { Length: > Longest }
        ? Problems.InvalidRequest($"{Header} must have at most {Longest} characters.")
        : null;
}
