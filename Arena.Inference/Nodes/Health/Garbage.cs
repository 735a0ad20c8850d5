namespace Arena.Inference.Nodes.Health;

/// <summary>
/// What a model writes whose weights are not what they should be: <c>!!!!!!</c> (vllm#29341, token 0 for ever), or nothing that is a word.
/// </summary>
internal static class Garbage
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                return false;
            }
        }

        return true;
    }
}
