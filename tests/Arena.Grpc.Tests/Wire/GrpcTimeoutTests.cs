using FsCheck;
using FsCheck.Fluent;
using Grpc.Net;

namespace Arena.GrpcTests.Wire;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1u")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerHour, "3600000m")]
    [InlineData(TimeSpan.TicksPerDay * 365, "31536000S")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_the_finest_unit_that_fits(long ticks, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Encode(new TimeSpan(ticks)));

    [Theory]
    [InlineData("99999999H")]
    [InlineData("99999999n")]
    [InlineData("0S")]
    public void The_limits_of_the_format_can_be_read(string text) => Assert.True(GrpcTimeout.TryDecode(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void Anything_else_is_no_timeout(string text) => Assert.False(GrpcTimeout.TryDecode(text, out _));

    [Fact]
    public void What_is_read_back_is_never_shorter_and_hardly_longer() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<DoNotSize<long>>(),
            number =>
            {
                // All magnitudes alike: the low bits say how many of the others count.
                var bits = (ulong)number.Item;
                var ticks = Math.Clamp((long)(bits >> (int)(2 + (bits % 60))), 1, 99_999_999 * TimeSpan.TicksPerHour);
                var text = GrpcTimeout.Encode(new TimeSpan(ticks));
                Assert.InRange(text.Length, 2, 9);
                Assert.True(GrpcTimeout.TryDecode(text, out var read));
                // A coarser unit, at most 1000 times the last, is taken only when eight digits are full: then five stay.
                Assert.InRange(read.Ticks, ticks, ticks + Math.Max(10, ticks / 10_000));
            }).QuickCheckThrowOnFailure();
}
