namespace Arena.Ratings.VoteFiles;

/// <summary>A file that cannot be read as votes; the message names the file and the line.</summary>
internal sealed class VoteFileException(string message) : Exception(message)
{
    public static VoteFileException In(string file, string problem) => new($"{file}: {problem}");

    public static VoteFileException At(string file, long line, string problem) => new($"{file}:{line}: {problem}");
}
