using System.Net;
using Arena.Compare.Tests.Hosting;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;
using Microsoft.EntityFrameworkCore;

namespace Arena.Compare.Tests.Documents;

/// <summary>Uploads through the API, down to the database.</summary>
public sealed class DocumentApiTests(ArenaFixture arena) : IClassFixture<ArenaFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_content_is_stored_once_with_each_name_and_uploader()
    {
        var (one, other) = (arena.NewPerson(), arena.NewPerson());
        var content = Corpus.Utf8("Stored once.");

        var first = await one.UploadAsync("C:\\docs\\mine.txt", content);
        var second = await other.UploadAsync("yours.md", content);
        var read = await one.GetAsync($"/api/documents/{first.Json["id"]}");
        var file = await other.GetAsync($"/api/documents/{first.Json["id"]}/content");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal(("mine.txt", "yours.md", "mine.txt"), ((string)first.Json["name"]!, (string)second.Json["name"]!, (string)read.Json["name"]!));
        Assert.Equal((string)first.Json["id"]!, (string)second.Json["id"]!);
        Assert.Equal("Stored once.", file.Body);
        var ledger = arena.LedgerService<LedgerContext>(out var scope);
        using (scope)
        {
            var id = (string)first.Json["id"]!;
            Assert.Equal((1, 2), (
                await ledger.Documents.CountAsync(document => document.Id == id, Token), await ledger.DocumentUploads.CountAsync(upload => upload.DocumentId == id, Token)));
        }
    }

    [Fact]
    public async Task A_document_is_cut_to_the_smallest_context_and_the_same_for_every_model()
    {
        var person = arena.NewPerson();
        var words = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"word{i}"));
        var document = (string)(await person.UploadAsync("long.txt", Corpus.Utf8(words))).Json["id"]!;
        string[] models = [PlayedModels.Red, PlayedModels.Small];

        var estimate = (await person.PostAsync("/api/compare/estimate", new { prompt = "Cut?", models, document })).Json["document"]!;
        var id = await person.StartAsync("Cut?", models, document: document);
        await person.AnsweredAsync(id);

        var characters = (int)estimate["characters"]!;
        Assert.True((bool)estimate["cut"]!);
        Assert.InRange(characters, 300, (1500 - 1024) * 3);
        var sent = arena.Models.Requests.Where(request => request.Messages[0].Content.StartsWith("Cut?", StringComparison.Ordinal)).Select(request => request.Messages[0].Content).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains($"\n{words[..characters]}\n----- end", Assert.Single(sent), StringComparison.Ordinal);
        var ledger = arena.LedgerService<LedgerContext>(out var scope);
        using (scope)
        {
            var kept = await ledger.Comparisons.AsNoTracking().Include(comparison => comparison.Texts).SingleAsync(comparison => comparison.Id == id, Token);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Corpus.Utf8(words[..characters]))), kept.DocumentHash);
            Assert.All(kept.Texts.Where(text => text.Position > 0), text => Assert.Contains(words[..100], text.Turns, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("nothing")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        var person = arena.NewPerson();

        Assert.Equal((404, ProblemTypes.DocumentNotFound), (await person.GetAsync($"/api/documents/{id}")).Problem);
        Assert.Equal((404, ProblemTypes.DocumentNotFound), (await person.GetAsync($"/api/documents/{id}/content")).Problem);
    }

    [Fact]
    public async Task A_name_that_is_too_long_keeps_its_start_and_its_extension()
    {
        var person = arena.NewPerson();
        var pair = new string('x', 195) + "😀"; // which the cut would halve

        var stored = await person.UploadAsync($"{pair}{new string('x', 100)}.txt", Corpus.Utf8("Long name."));
        var unknown = await person.UploadAsync($"x.{new string('x', 300)}", Corpus.Utf8("Long extension."));

        Assert.Equal($"{pair[..195]}.txt", (string?)stored.Json["name"]);
        Assert.Equal((415, ProblemTypes.DocumentTypeUnsupported), unknown.Problem);
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused()
    {
        var person = arena.NewPerson();
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/api/documents") { Content = new StringContent("--x\r\n") };
        broken.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        Assert.Equal((400, ProblemTypes.InvalidRequest), (await person.PostAsync("/api/documents", new { file = "x" })).Problem);
        Assert.Equal((400, ProblemTypes.InvalidRequest), (await person.SendAsync(broken)).Problem);
    }

    [Fact]
    public async Task The_documents_of_an_erased_session_are_gone()
    {
        var person = arena.NewPerson();
        var id = (string)(await person.UploadAsync("private.txt", Corpus.Utf8("Very private."))).Json["id"]!;
        var session = System.Text.RegularExpressions.Regex.Match(person.Received.ToString(), "(?<=arena_session=)[^;]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        var eraser = arena.LedgerService<Arena.Ratings.Ledger.Erasing.TextEraser>(out var scope);
        using (scope)
        {
            await eraser.EraseSessionAsync(session, Token);
        }

        Assert.Equal((404, ProblemTypes.DocumentNotFound), (await person.GetAsync($"/api/documents/{id}")).Problem);
    }
}
