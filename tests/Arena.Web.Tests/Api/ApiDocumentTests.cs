using System.Net;
using System.Text.Json.Nodes;

namespace Arena.Web.Tests.Api;

public class ApiDocumentTests : ApiTest
{
    [Fact]
    public async Task The_document_has_every_call_and_its_page_shows_them_all()
    {
        var document = (await Client.GetAsync("/api/openapi.json")).Json;
        var page = await Client.GetAsync("/docs/api");

        string[] calls = [.. from path in document["paths"]!.AsObject() from call in path.Value!.AsObject() select $"{call.Key} {path.Key}"];
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "get /api/arena/status", "post /api/arena/start_battle", "post /api/arena/get_responses", "get /api/arena/battles/{battleId}/stream",
                "post /api/arena/vote", "post /api/arena/battles/{battleId}/next", "post /api/chat",
            },
            calls.ToHashSet(StringComparer.Ordinal));
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.All(document["paths"]!.AsObject(), path => Assert.Contains($"<code>{path.Key}</code>", page.Body, StringComparison.Ordinal));
        Assert.Contains("id=\"schema-ChatBody\"", page.Body, StringComparison.Ordinal);
        Assert.Equal("The user's own choice, `arena` or `tools`: it goes before every rule, and is kept as a label.", Field(document, "ChatBody", "route"));
    }

    private static string? Field(JsonNode document, string schema, string field) =>
        (string?)document["components"]!["schemas"]![schema]!["properties"]![field]!["description"];
}
