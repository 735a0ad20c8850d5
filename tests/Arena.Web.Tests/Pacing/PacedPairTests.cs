using System.Globalization;
using System.Text;
using Arena.Web.Battles;
using Arena.Web.Battles.Pacing;

namespace Arena.Web.Tests.Pacing;

public class PacedPairTests
{
    private static readonly Pace Pace = new(
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2));

    [Fact]
    public void Nothing_is_shown_until_both_sides_have_begun()
    {
        var pair = new PacedPair(Pace);
        pair.Arrive(Slot.A, "Paris is the capital.");

        var before = pair.Tick(TimeSpan.FromSeconds(1));
        pair.Arrive(Slot.B, "It is Paris, of course.");

        Assert.Equal((new PacedPieces("", ""), new PacedPieces("Paris is", "It is Pa")), (before, pair.Tick(TimeSpan.FromSeconds(1.05))));
    }

    [Fact]
    public void A_side_that_does_not_begin_is_waited_for_only_so_long()
    {
        var pair = new PacedPair(Pace);
        pair.Arrive(Slot.A, "Paris is the capital.");

        var first = pair.Tick(TimeSpan.Zero);
        var justBefore = pair.Tick(TimeSpan.FromSeconds(4.99));

        Assert.Equal((new("", ""), new("", ""), new("Paris is", "")), (first, justBefore, pair.Tick(TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void A_side_whose_model_is_being_loaded_is_waited_for_because_a_late_start_would_tell_which_it_is()
    {
        var pair = new PacedPair(Pace);
        pair.Arrive(Slot.A, "Paris is the capital.");
        pair.Prepare(Slot.B);

        var loading = pair.Tick(TimeSpan.FromSeconds(60));
        pair.Arrive(Slot.B, "It is Paris, of course.");

        Assert.Equal((new("", ""), new PacedPieces("Paris is", "It is Pa")), (loading, pair.Tick(TimeSpan.FromSeconds(60.05))));
    }

    [Fact]
    public void A_side_that_stalls_holds_the_other_back_for_the_bound_and_catches_up_first()
    {
        var pair = new PacedPair(Pace);
        pair.Arrive(Slot.A, "0123456789abcdef.");
        pair.Arrive(Slot.B, "0123456.");
        var shown = new List<PacedPieces> { pair.Tick(TimeSpan.Zero), pair.Tick(TimeSpan.FromSeconds(0.05)), pair.Tick(TimeSpan.FromSeconds(2.05)) };
        pair.Arrive(Slot.B, "789abcdefghijkl");
        pair.Arrive(Slot.A, "ghijkl.");
        shown.Add(pair.Tick(TimeSpan.FromSeconds(2.1)));
        shown.Add(pair.Tick(TimeSpan.FromSeconds(2.15)));

        Assert.Equal(
            [new("0123456", "0123456"), new("", ""), new("789abcde", ""), new("", ".789abcd"), new("f.ghijk", "efghijk")], shown);
    }

    [Fact]
    public void Both_sides_are_drained_together_once_both_are_complete()
    {
        var pair = new PacedPair(Pace);
        pair.Arrive(Slot.A, "short");
        pair.Complete(Slot.A);
        pair.Arrive(Slot.B, "a longer answer");
        pair.Complete(Slot.B);

        var first = pair.Tick(TimeSpan.Zero);
        var drainedEarly = pair.IsDrained;
        var second = pair.Tick(Pace.Tick);

        Assert.Equal((new("short", "a longer"), false, new("", " answer"), true), (first, drainedEarly, second, pair.IsDrained));
    }

    [Fact]
    public void A_cluster_of_code_points_is_never_split_however_it_arrives()
    {
        const string Family = "👨‍👩‍👧";
        var pair = new PacedPair(Pace);
        var shown = new List<string>();
        foreach (var c in $"{Family}e\u0301👍")
        {
            pair.Arrive(Slot.A, c.ToString());
            pair.Arrive(Slot.B, "x");
            shown.Add(pair.Tick(TimeSpan.Zero).A);
        }

        pair.Complete(Slot.A);
        shown.Add(pair.Tick(TimeSpan.Zero).A);

        Assert.Equal([Family, "e\u0301", "👍"], shown.Where(piece => piece.Length > 0));
    }

    [Fact]
    public void A_cluster_without_end_does_not_hold_the_text_back()
    {
        var buffer = new TextElementBuffer();
        buffer.Append("e" + new string('\u0301', 1000));

        Assert.InRange(buffer.Available, 14, 16);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Under_any_arrivals_both_texts_come_whole_and_in_order_and_a_gap_opens_only_beside_a_side_that_is_excused(int seed)
    {
        var random = new Random(seed);
        var sides = new[] { Arrivals.Random(random), Arrivals.Random(random) };
        var pair = new PacedPair(Pace);
        var shown = new[] { new StringBuilder(), new StringBuilder() };
        var counts = new long[2];
        var arrived = new long[2];
        var lastHad = new TimeSpan[2];
        var began = new bool[2];
        for (var now = TimeSpan.Zero; !pair.IsDrained; now += Pace.Tick)
        {
            Assert.True(now < TimeSpan.FromMinutes(5), "It never ends.");
            for (var i = 0; i < 2; i++)
            {
                foreach (var piece in sides[i].Until(now))
                {
                    pair.Arrive((Slot)i, piece);
                    arrived[i] += new StringInfo(piece).LengthInTextElements;
                }

                if (sides[i].EndsAt(now))
                {
                    pair.Complete((Slot)i);
                }

                // The last element is held back until something follows.
                if (arrived[i] - 1 > counts[i])
                {
                    lastHad[i] = now;
                    began[i] = true;
                }
            }

            var gap = counts[0] - counts[1];
            var pieces = pair.Tick(now);
            foreach (var (i, piece) in new[] { (0, pieces.A), (1, pieces.B) })
            {
                shown[i].Append(piece);
                counts[i] += new StringInfo(piece).LengthInTextElements;
            }

            var grown = counts[0] - counts[1] - gap;
            var behind = grown > 0 ? 1 : 0;
            if (Math.Abs(gap + grown) > Math.Abs(gap))
            {
                var waited = now - lastHad[behind];
                Assert.True(
                    sides[behind].IsOver || waited >= (began[behind] ? Pace.StallWait : Pace.FirstTokenWait),
                    $"A gap of {gap + grown} opened at {now}, though side {behind} had text {waited} ago.");
            }
        }

        Assert.Equal((sides[0].Text, sides[1].Text), (shown[0].ToString(), shown[1].ToString()));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    /// <summary>One side's pieces and when each arrives; ends with the last one.</summary>
    private sealed class Arrivals(List<(TimeSpan At, string Piece)> pieces)
    {
        private static readonly string[] Words = ["a", "Paris ", "日本", "👍🏽", "e\u0301", "\r\n", "a rather long piece of text, as servers that batch tokens send it. "];
        private int _next;
        private bool _ended;

        public string Text { get; } = string.Concat(pieces.Select(piece => piece.Piece));

        public bool IsOver => _ended;

        public static Arrivals Random(Random random)
        {
            var at = TimeSpan.FromMilliseconds(random.Next(0, 8000));
            var pieces = new List<(TimeSpan, string)>();
            for (var i = random.Next(1, 200); i > 0; i--)
            {
                pieces.Add((at, Words[random.Next(Words.Length)]));
                at += TimeSpan.FromMilliseconds(random.Next(10) switch { 0 => random.Next(0, 4000), < 4 => 0, _ => random.Next(0, 100) });
            }

            return new(pieces);
        }

        public IEnumerable<string> Until(TimeSpan now)
        {
            while (_next < pieces.Count && pieces[_next].At <= now)
            {
                yield return pieces[_next++].Piece;
            }
        }

        public bool EndsAt(TimeSpan now)
        {
            var ends = !_ended && _next == pieces.Count && pieces[^1].At <= now;
            _ended |= ends;
            return ends;
        }
    }
}
