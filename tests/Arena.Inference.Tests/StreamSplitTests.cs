using System.Text;
using Arena.Inference.Drivers;

namespace Arena.Inference.Tests;

/// <summary>The pieces in which bytes arrive must not matter.</summary>
public sealed class StreamSplitTests
{
    private const string Sample =
        "\uFEFFdata: {\"a\":\"ü€😀\"}\r\n\r\n: ping\r\rid: 1\ndata:one\ndata: two\rdata\r\n\r\nproxy error\n\ndata: last\n\nevent: x\n\ndata: cut";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Sample);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_read_as_the_standard_says_and_stray_lines_are_counted()
    {
        Assert.Equal(["{\"a\":\"ü€😀\"}", "one\ntwo\n", "last", "stray 1"], await EventsAsync([Bytes.Length]));
    }

    [Fact]
    public async Task Lines_end_in_any_of_three_ways()
    {
        Assert.Equal(["a", "b", "c", "", "", "d|"], await LinesAsync("a\rb\nc\r\n\r\n\rd"u8.ToArray(), [100]));
    }

    [Fact]
    public async Task Any_cut_in_two_gives_the_same_events()
    {
        var whole = await EventsAsync([Bytes.Length]);
        for (var cut = 1; cut < Bytes.Length; cut++)
        {
            Assert.Equal(whole, await EventsAsync([cut, Bytes.Length - cut]));
        }
    }

    [Fact]
    public async Task Any_number_of_cuts_gives_the_same_events_and_lines()
    {
        var events = await EventsAsync([Bytes.Length]);
        var lines = await LinesAsync(Bytes, [Bytes.Length]);
        Assert.Equal(events, await EventsAsync(Enumerable.Repeat(1, Bytes.Length)));
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int[] pieces = [.. Enumerable.Range(0, Bytes.Length).Select(_ => random.Next(1, 12))];
            Assert.Equal(events, await EventsAsync(pieces));
            Assert.Equal(lines, await LinesAsync(Bytes, pieces));
        }
    }

    private static async Task<List<string>> EventsAsync(IEnumerable<int> pieces)
    {
        await using var lines = new LineReader(new PiecesStream(Bytes, pieces));
        var reader = new SseReader(lines);
        var seen = new List<string>();
        while (await reader.ReadDataAsync(Token) is { } data)
        {
            seen.Add(Encoding.UTF8.GetString(data.Span));
        }

        return [.. seen, $"stray {reader.StrayLines}"];
    }

    private static async Task<List<string>> LinesAsync(byte[] bytes, IEnumerable<int> pieces)
    {
        await using var reader = new LineReader(new PiecesStream(bytes, pieces));
        var seen = new List<string>();
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            seen.Add(Encoding.UTF8.GetString(line.Span) + (reader.EndedInsideLine ? "|" : ""));
        }

        return seen;
    }

    /// <summary>Gives the bytes in pieces of the given sizes.</summary>
    private sealed class PiecesStream(byte[] bytes, IEnumerable<int> pieces) : MemoryStream(bytes)
    {
        private readonly Queue<int> _pieces = new(pieces);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var piece = _pieces.TryDequeue(out var size) ? size : int.MaxValue;
            return base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
        }
    }
}
