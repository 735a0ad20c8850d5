namespace Arena.Inference.Answers;

/// <summary>A token is about four characters of English: good enough to bill by when nobody counted, and marked as an estimate.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    public static long Of(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
