using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Arena.Web.Tests.Pages;

/// <summary>Ratings and inference over HTTP: answers what a test has set, with an ETag, and notes what it was asked.</summary>
public sealed class StubServices : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);

    /// <summary>Path and query of every request, with the version that the caller already has, and the admin key that it was sent with.</summary>
    public ConcurrentQueue<(string Path, string Known, string Key)> Asked { get; } = new();

    /// <summary>When set, nothing answers.</summary>
    public bool Down { get; set; }

    /// <summary>The JSON below a path; a status that is not 200 comes with a problem.</summary>
    public string this[string path]
    {
        set => _answers[path] = value;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue((request.RequestUri!.PathAndQuery, request.Headers.IfNoneMatch.ToString(), request.Headers.TryGetValues("x-admin-key", out var keys) ? keys.Single() : ""));
        if (Down)
        {
            throw new HttpRequestException("The connection was reset.");
        }

        if (request.RequestUri.Query.Contains("ties=sometimes", StringComparison.Ordinal))
        {
            return Task.FromResult(Json(HttpStatusCode.BadRequest, """{"detail":"ties is 'sometimes': half or drop is expected."}"""));
        }

        if (!_answers.TryGetValue(request.RequestUri.AbsolutePath, out var answer))
        {
            return Task.FromResult(Json(HttpStatusCode.NotFound, """{"title":"Not here."}"""));
        }

        var version = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(answer)))}\"");
        if (request.Headers.IfNoneMatch.Contains(version))
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified));
        }

        var response = Json(HttpStatusCode.OK, answer);
        response.Headers.ETag = version;
        return Task.FromResult(response);
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
