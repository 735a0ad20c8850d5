namespace Arena.Ratings.VoteFiles;

/// <summary>Reads files of votes, of the formats that their content says they have.</summary>
internal static class VoteFileReader
{
    /// <summary>Adds the votes of a file to a set, record by record: nothing of the file is kept but counts.</summary>
    /// <param name="progress">Called with the number of bytes that were read since the last call.</param>
    /// <exception cref="VoteFileException">The file cannot be read, or a record is not a vote.</exception>
    public static void Read(string path, VoteQuery query, VoteSet votes, Action<long>? progress = null)
    {
        using var file = new VoteFile(path, progress);
        try
        {
            switch (file.Records.Peek())
            {
                case 0:
                    throw VoteFileException.In(path, "the file is empty.");
                case (byte)'{':
                    JsonVotes.Read(file, query, votes);
                    break;
                case (byte)'[':
                    throw VoteFileException.At(path, 1, "a JSON array; one object per line is expected.");
                default:
                    CsvVotes.Read(file, query, votes);
                    break;
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw VoteFileException.In(path, $"the file breaks off or is damaged: {problem.Message}");
        }
    }
}
