namespace Arena.Router.Classification.Text;

/// <summary>The part of a text that is read: what is asked for stands at the beginning or at the end, and time is bounded.</summary>
internal static class TextWindow
{
    private const int Head = 1000;
    private const int Tail = 400;

    public static ReadOnlySpan<char> Of(string text) =>
        text.Length <= Head + Tail ? text : string.Concat(text.AsSpan(0, Head), "\n", text.AsSpan(text.Length - Tail));
}
