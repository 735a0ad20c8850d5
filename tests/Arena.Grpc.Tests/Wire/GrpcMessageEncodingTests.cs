using FsCheck;
using FsCheck.Fluent;
using Grpc.Net;

namespace Arena.GrpcTests.Wire;

public sealed class GrpcMessageEncodingTests
{
    [Theory]
    [InlineData("plain ~ text!", "plain ~ text!")]
    [InlineData("50 % sûr", "50 %25 s%C3%BBr")]
    [InlineData("☃\r\n", "%E2%98%83%0D%0A")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Everything_but_printable_ASCII_is_escaped(string message, string expected) =>
        Assert.Equal((expected, message), (GrpcMessageEncoding.Encode(message), GrpcMessageEncoding.Decode(expected)));

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("a%ZZ%41", "a%ZZA")]
    [InlineData("%e2%98%83", "☃")]
    public void What_is_no_escape_stays(string encoded, string expected) => Assert.Equal(expected, GrpcMessageEncoding.Decode(encoded));

    [Fact]
    public void Every_text_comes_back_and_is_printable_on_the_way() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<UnicodeString>(),
            text =>
            {
                var message = new string([.. text.Get.Where(character => !char.IsSurrogate(character))]);
                var encoded = GrpcMessageEncoding.Encode(message);
                Assert.All(encoded, character => Assert.InRange(character, ' ', '~'));
                Assert.Equal(message, GrpcMessageEncoding.Decode(encoded));
            }).QuickCheckThrowOnFailure();
}
