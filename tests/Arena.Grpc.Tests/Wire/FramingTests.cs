using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net;
using Grpc.Net.Compression;

namespace Arena.GrpcTests.Wire;

/// <summary>Frames survive whatever pieces they arrive in.</summary>
public sealed class FramingTests
{
    private static readonly GzipCompressionProvider Gzip = new(CompressionLevel.Fastest);

    private static readonly Marshaller<byte[]> InPlace = Marshallers.Create<byte[]>(
        (message, context) =>
        {
            context.SetPayloadLength(message.Length);
            context.GetBufferWriter().Write(message);
            context.Complete();
        },
        context => context.PayloadAsReadOnlySequence().ToArray());

    private static readonly Marshaller<byte[]> Whole = Marshallers.Create(message => message, payload => payload);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Messages_come_back_from_arbitrary_splits(int seed)
    {
        var random = new Random(seed);
        var messages = Enumerable.Range(0, random.Next(1, 20)).Select(_ => RandomBytes(random)).ToList();
        var wire = new ArrayBufferWriter<byte>();
        using var writer = new MessageWriter(maxMessageSize: null, Gzip);
        foreach (var message in messages)
        {
            writer.Write(wire, message, (random.Next(2) == 0 ? InPlace : Whole).ContextualSerializer, random.Next(2) == 0 ? WriteFlags.NoCompress : default);
        }

        Assert.Equal(messages, await ReadAllAsync(Split(wire.WrittenMemory, random), Test));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_cut_stream_gives_the_whole_messages_and_then_an_error(int seed)
    {
        var random = new Random(seed);
        var wire = new ArrayBufferWriter<byte>();
        using var writer = new MessageWriter(maxMessageSize: null);
        var ends = new List<int> { 0 };
        for (var i = 0; i < 5; i++)
        {
            writer.Write(wire, RandomBytes(random), InPlace.ContextualSerializer);
            ends.Add(wire.WrittenCount);
        }

        var length = random.Next(1, wire.WrittenCount);
        var seen = new List<byte[]>();
        var exception = await Record.ExceptionAsync(() => ReadAllAsync(Split(wire.WrittenMemory[..length], random), Test, seen));

        Assert.Equal(ends.Count(end => end <= length) - 1, seen.Count);
        Assert.Equal(ends.Contains(length) ? null : StatusCode.Internal, (exception as RpcException)?.StatusCode);
    }

    [Fact]
    public void A_message_whose_length_is_told_is_written_in_place()
    {
        var wire = new ArrayBufferWriter<byte>();
        using var writer = new MessageWriter(maxMessageSize: 3);
        writer.Write(wire, [1, 2, 3], InPlace.ContextualSerializer);

        Assert.Equal([0, 0, 0, 0, 3, 1, 2, 3], wire.WrittenSpan.ToArray());
        Assert.Equal(
            StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => writer.Write(wire, [1, 2, 3, 4], InPlace.ContextualSerializer)).StatusCode);
    }

    [Fact]
    public void A_serializer_that_does_not_complete_is_an_error()
    {
        using var writer = new MessageWriter(maxMessageSize: null);
        var exception = Assert.Throws<RpcException>(() => writer.Write(new ArrayBufferWriter<byte>(), "text", (_, context) => context.GetBufferWriter()));

        Assert.Equal(StatusCode.Internal, exception.StatusCode);
    }

    private static byte[] RandomBytes(Random random)
    {
        // Now and then larger than the buffers of a pipe.
        var bytes = new byte[random.Next(4) == 0 ? random.Next(100_000) : random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> wire, Random random)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        while (wire.Length > 0)
        {
            var length = Math.Min(wire.Length, random.Next(3) == 0 ? random.Next(1, 40_000) : random.Next(1, 8));
            pieces.Add(wire[..length]);
            wire = wire[length..];
        }

        return pieces;
    }

    private static async Task<List<byte[]>> ReadAllAsync(
        List<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken, List<byte[]>? seen = null)
    {
        seen ??= [];
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var sending = SendAsync();
        try
        {
            var reader = new MessageReader(pipe.Reader, maxMessageSize: null, "gzip", [Gzip]);
            while (await reader.ReadAsync(Whole.ContextualDeserializer, cancellationToken) is (true, var message))
            {
                seen.Add(message);
            }

            return seen;
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await sending;
        }

        async Task SendAsync()
        {
            foreach (var piece in pieces)
            {
                await pipe.Writer.WriteAsync(piece, cancellationToken);
            }

            await pipe.Writer.CompleteAsync();
        }
    }
}
