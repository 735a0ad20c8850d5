using System.Net;
using System.Security.Cryptography;
using Arena.Compare.Tests.Hosting;
using Arena.Ratings.Ledger;
using Arena.ServiceDefaults.Problems;
using Microsoft.EntityFrameworkCore;

namespace Arena.Compare.Tests.Documents;

/// <summary>Blind battles about a document.</summary>
public sealed class BattleDocumentTests(ArenaFixture arena) : IClassFixture<ArenaFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_models_are_asked_about_the_same_text_and_its_hash_is_in_the_record()
    {
        var person = arena.NewPerson();
        var text = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"fact{i}")); // more than the small model has room for
        var document = (string)(await person.UploadAsync("facts.md", Corpus.Utf8(text))).Json["id"]!;

        var started = await person.PostAsync("/api/arena/start_battle", new { message = "Which fact is last?", document });
        var battle = (string)started.Json["battle_id"]!;
        var answers = await person.PostAsync("/api/arena/get_responses", new { battle_id = battle });

        Assert.Equal((HttpStatusCode.OK, "Which fact is last?"), (answers.Status, (string?)started.Json["message"]));
        var sent = arena.Models.Requests.Where(request => request.Group.Id == battle).ToList();
        Assert.Equal(2, sent.Count);
        Assert.DoesNotContain(PlayedModels.Small, sent.Select(request => request.ModelId));
        var asked = Assert.Single(sent.Select(request => Assert.Single(request.Messages).Content).Distinct(StringComparer.Ordinal));
        Assert.StartsWith("Which fact is last?\n\n", asked, StringComparison.Ordinal);
        Assert.Contains(text, asked, StringComparison.Ordinal);
        var ledger = arena.LedgerService<LedgerContext>(out var scope);
        using (scope)
        {
            var kept = await ledger.Battles.AsNoTracking().Include(one => one.Prompt).Include(one => one.Answers).ThenInclude(answer => answer.Text)
                .SingleAsync(one => one.Id == battle, Token);
            Assert.Equal(
                ("Which fact is last?", Convert.ToHexStringLower(SHA256.HashData(Corpus.Utf8(text)))), (kept.Prompt!.Content, kept.DocumentHash));
            Assert.All(kept.Answers, answer => Assert.Contains(text, answer.Text!.Turns, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_document_that_is_not_there_starts_no_battle() => Assert.Equal(
        (404, ProblemTypes.DocumentNotFound),
        (await arena.NewPerson().PostAsync("/api/arena/start_battle", new { message = "x", document = "nothing" })).Problem);
}
