using System.Text;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Tests.Drivers;

/// <summary>
/// The promise of this service: no truncated or faulty answer is reported as success. Every driver, every fault of the list, cut at 200
/// random points each, in random pieces, ending in each of three ways. What a stream may be taken for is decided here from where it was
/// cut, not by any parser.
/// </summary>
public sealed class NeverLiesTests
{
    private const int Cuts = 200;
    private const int Pieces = 12;

    public static TheoryData<string> Drivers => [.. Wire.All.Select(wire => wire.Driver)];

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task No_cut_of_any_answer_is_taken_for_a_whole_one(string driver)
    {
        using var bench = new DriverBench();
        var wire = Wire.All.Single(wire => wire.Driver == driver);
        var random = new Random(driver.Length + 4);
        foreach (var (name, script) in Scripts(wire, random))
        {
            var bytes = Encoding.UTF8.GetBytes(script.Bytes);
            var points = Enumerable.Range(0, Cuts).Select(_ => random.Next(bytes.Length + 1)).Append(bytes.Length).ToList();
            foreach (var cut in points)
            {
                bench.Upstream.Body = bytes[..cut];
                bench.Upstream.Seed = cut;
                bench.Upstream.Ending = (Ending)(cut % 3);

                var heard = await bench.AskAsync(driver, cancellationToken: TestContext.Current.CancellationToken);

                var whole = script.WholeFrom is { } from && cut >= from;
                Assert.True(
                    whole == heard.IsComplete && (!whole || (heard.Text == script.Text && heard.Finish == ChatFinishReason.Stop)) && script.Text.StartsWith(heard.Text, StringComparison.Ordinal),
                    $"{driver}, {name}, cut at {cut} of {bytes.Length} ({bench.Upstream.Ending}): {heard}");
            }
        }
    }

    /// <summary>Every script with the text that it holds, and the offset from which on it is a whole answer; null: never.</summary>
    private static IEnumerable<(string Name, (string Bytes, string Text, int? WholeFrom) Script)> Scripts(Wire wire, Random random)
    {
        string[] texts = [.. Enumerable.Range(0, Pieces).Select(n => $"{n} ü€😀 \"quoted\"\n")];
        var text = string.Concat(texts);
        var at = random.Next(1, Pieces);
        var (before, after) = (Say(texts[..at]), Say(texts[at..]));
        var half = string.Concat(texts[..at]);

        yield return ("no fault", Whole(wire.Start() + before + after));
        yield return ("a malformed event", Whole(wire.Start() + before + wire.Malformed + after));
        yield return ("thinking first", Whole(wire.Start() + wire.Thinking("Hm.") + before + after));
        yield return ("an error before text", (wire.Start() + wire.Error, text, null));
        yield return ("an error after text", (wire.Start() + before + wire.Error, text, null));
        yield return ("an error, then the end mark", (wire.Start() + before + wire.Error + wire.EndWithoutReason, text, null));
        yield return ("an error, then more", (wire.Start() + before + wire.Error + after + wire.Finish() + wire.Rest, text, null));
        yield return ("the end mark without a reason", (wire.Start() + before + after + wire.EndWithoutReason, text, null));
        yield return ("a bad reason", (wire.Start() + before + after + wire.Finish(wire.BadReason) + wire.Rest, text, null));
        yield return ("an unknown reason", (wire.Start() + before + after + wire.Finish("of_tomorrow") + wire.Rest, text, null));
        yield return ("an empty reason", (wire.Start() + before + after + wire.Finish("") + wire.Rest, text, null));
        yield return ("a proxy's last words", (wire.Start() + before + "proxy error: Failed to read connection", half, null));
        yield return ("JSON that is no event", (wire.Start() + before + """{"error":{"message":"load failed"}}""", half, null));
        yield return ("another model", (wire.Start() + before + wire.Text("lo", "model-2") + wire.Finish() + wire.Rest, half, null));
        yield return ("nothing at all", ("", "", null));

        string Say(string[] pieces) => string.Concat(pieces.Select(piece => wire.Text(piece)));

        (string, string, int?) Whole(string answer) =>
            (answer + wire.Finish() + wire.Rest, text, Encoding.UTF8.GetByteCount(answer + wire.Finish()) - wire.Spare);
    }
}
