using System.IO.Compression;

namespace Arena.Ratings.VoteFiles;

/// <summary>Opens files of votes, plain or gzip (of one or more members), told apart by their first bytes.</summary>
internal sealed class VoteFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _content;

    /// <summary>Opens a file.</summary>
    /// <param name="progress">Called with the number of bytes (on disk) that were read since the last call.</param>
    /// <exception cref="VoteFileException">The file cannot be opened.</exception>
    public VoteFile(string path, Action<long>? progress = null)
    {
        Path = path;
        try
        {
            _file = new(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw VoteFileException.In(path, problem is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : problem.Message);
        }

        var read = new CountedStream(_file, progress);
        Span<byte> magic = stackalloc byte[2];
        var start = _file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        _file.Position = 0;
        _content = start == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(read, CompressionMode.Decompress) : read;
        Records = new(_content, path);
    }

    public string Path { get; }

    public RecordReader Records { get; }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private sealed class CountedStream(FileStream inner, Action<long>? progress) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            progress?.Invoke(read);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
