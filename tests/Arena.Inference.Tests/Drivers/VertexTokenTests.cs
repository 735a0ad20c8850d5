using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Arena.Inference.Faults;

namespace Arena.Inference.Tests.Drivers;

/// <summary>Tokens of a service account: signed claims for them, kept while they last, renewed once when refused.</summary>
public sealed class VertexTokenTests : IDisposable
{
    private readonly DriverBench _bench = new();
    private readonly List<string> _forms = [];

    public VertexTokenTests()
    {
        _bench.Upstream.Tokens = form =>
        {
            _forms.Add(form);
            return new(HttpStatusCode.OK) { Content = new StringContent($$"""{"access_token":"token-{{_forms.Count}}","expires_in":3600}""") };
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_claim_is_signed_with_the_key_of_the_account()
    {
        await AskAsync();

        var form = HttpUtility.ParseQueryString(Assert.Single(_forms));
        var parts = form["assertion"]!.Split('.');
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"iss":"arena@project-1.test","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"https://google.test/token","iat":1767225600,"exp":1767229200}
                """),
            JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))));
        Assert.True(DriverBench.AccountKey.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task A_token_is_kept_until_five_minutes_before_its_end()
    {
        await AskAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(54));
        await AskAsync();
        Assert.Single(_forms);

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await AskAsync();

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], Keys());
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        _bench.Upstream.Status = HttpStatusCode.Unauthorized;

        var heard = await AskAsync();

        Assert.Equal(FaultCause.Unauthorized, heard.Fault?.Cause);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], Keys());
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", FaultCause.Unauthorized)]
    [InlineData(503, "", FaultCause.ServerError)]
    [InlineData(200, "{", FaultCause.NotTheProtocol)]
    [InlineData(200, "{}", FaultCause.Unauthorized)]
    public async Task Without_a_token_nothing_is_asked(int status, string body, object cause)
    {
        _bench.Upstream.Tokens = _ => new((HttpStatusCode)status) { Content = new StringContent(body) };

        var heard = await _bench.AskAsync("vertex", cancellationToken: Token);

        Assert.Equal(((FaultCause)cause, 0), (heard.Fault!.Cause, _bench.Upstream.Requests.Count));
    }

    public void Dispose() => _bench.Dispose();

    private Task<Heard> AskAsync() => _bench.AskAsync("vertex", cancellationToken: Token);

    private IEnumerable<string> Keys() => _bench.Upstream.Requests.Select(request => request.Headers["Authorization"]);
}
