using System.Text;

namespace Arena.Ratings.VoteFiles;

/// <summary>A CSV with a header, row by row.</summary>
internal sealed class CsvTable
{
    private readonly VoteFile _file;
    private readonly CsvFields _fields;
    private readonly string[] _columns;

    private CsvTable(VoteFile file, CsvFields fields, string[] columns) => (_file, _fields, _columns) = (file, fields, columns);

    /// <summary>A field of the last row.</summary>
    public ReadOnlySpan<byte> this[int column] => _fields[column];

    /// <summary>Reads the header.</summary>
    /// <exception cref="VoteFileException">The file is empty, or names a column twice.</exception>
    public static CsvTable Open(VoteFile file)
    {
        var fields = new CsvFields(file.Path);
        if (!file.Records.TryRead(quotes: true, out var header))
        {
            throw VoteFileException.In(file.Path, "the file is empty.");
        }

        fields.Split(header, file.Records.Line);
        var columns = new string[fields.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = Encoding.UTF8.GetString(fields[column]).Trim();
        }

        var twice = columns.CountBy(column => column, StringComparer.Ordinal).FirstOrDefault(column => column.Value > 1).Key;
        return twice is null ? new(file, fields, columns) : throw VoteFileException.At(file.Path, file.Records.Line, $"two columns are named '{twice}'.");
    }

    /// <summary>The number of a column, −1 when there is none of that name.</summary>
    public int Find(string column) => Array.IndexOf(_columns, column);

    /// <summary>The number of a column that must be there.</summary>
    /// <exception cref="VoteFileException">There is no such column.</exception>
    public int Required(string column) => Find(column) is >= 0 and var found
        ? found
        : throw VoteFileException.At(_file.Path, 1, $"there is no column '{column}'; the header is {string.Join(',', _columns)}.");

    /// <summary>Reads the next row.</summary>
    /// <exception cref="VoteFileException">It has more or fewer fields than the header.</exception>
    public bool TryRead()
    {
        if (!_file.Records.TryRead(quotes: true, out var record))
        {
            return false;
        }

        _fields.Split(record, _file.Records.Line);
        return _fields.Count == _columns.Length
            ? true
            : throw VoteFileException.At(_file.Path, _file.Records.Line, $"{_fields.Count} fields, the header has {_columns.Length}.");
    }
}
