using System.Net;
using System.Text;
using Arena.Inference.Faults;

namespace Arena.Inference.Tests;

/// <summary>Errors as servers word them.</summary>
public sealed class UpstreamErrorTests
{
    public static TheoryData<string, string, string?, string?> Shapes => new()
    {
        { """{"error":{"message":"boom","type":"BadRequestError","param":null,"code":400}}""", "boom", "BadRequestError", "400" },
        { """{"error":{"message":"boom","type":"invalid_request_error","code":"model_not_found"}}""", "boom", "invalid_request_error", "model_not_found" },
        { """{"error":{"message":"boom","code":null}}""", "boom", null, null },
        { """{"error":"Unauthorized"}""", "Unauthorized", null, null },
        { """{"object":"error","message":"boom","type":"NotFoundError","code":404}""", "boom", "NotFoundError", "404" },
        { """{"detail":"Not Found"}""", "Not Found", null, null },
        { """{"detail":[{"loc":["body"],"msg":"Field required"}]}""", "Field required", null, null },
        { """[{"error":{"code":429,"message":"boom","status":"RESOURCE_EXHAUSTED"}}]""", "boom", "RESOURCE_EXHAUSTED", "429" },
        { "proxy error: Could not establish connection\n", "proxy error: Could not establish connection", null, null },
        { """{"error":""", """{"error":""", null, null },
        { "[]", "[]", null, null },
        { "", "no message", null, null },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_of_an_error_body_is_read(string body, string message, string? type, string? code) =>
        Assert.Equal(new UpstreamError(message, type, code), UpstreamError.Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_message_is_kept_short() => Assert.Equal(500, UpstreamError.Parse(Encoding.UTF8.GetBytes(new string('x', 100_000))).Message.Length);

    [Fact]
    public void A_quota_that_is_used_up_is_not_an_overload()
    {
        var error = UpstreamError.Parse("""{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"""u8);

        Assert.Equal(FaultCause.Unauthorized, error.CauseFor(HttpStatusCode.TooManyRequests));
    }
}
