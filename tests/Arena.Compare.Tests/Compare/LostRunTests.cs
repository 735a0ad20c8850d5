using Arena.Compare.Tests.Hosting;
using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Arena.Testing;
using Arena.Web.Battles.Log;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Comparison = Arena.Contracts.Ratings.Comparison;

namespace Arena.Compare.Tests.Compare;

/// <summary>Comparisons whose process died in the middle, and that nobody reads.</summary>
public sealed class LostRunTests(ArenaFixture arena, RedisServer redis) : IClassFixture<ArenaFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Their_models_are_asked_again_and_all_is_recorded()
    {
        var id = await BeginAndDieAsync();

        await OpenAndSweepAsync(id, "Lost lately.", TimeSpan.FromMinutes(10));

        Assert.Equal(
            [("model-red", "", "The answer of colour 9 ends."), ("model-blue", "", "The answer of colour 10 ends.")], await RecordedAsync(id));
        Assert.Equal(2, Asked("Lost lately."));
    }

    [Fact]
    public async Task Nobody_is_asked_again_long_after_and_that_is_recorded()
    {
        var id = await BeginAndDieAsync();

        await OpenAndSweepAsync(id, "Lost long ago.", TimeSpan.FromHours(2));

        Assert.Equal([("", "interrupted", ""), ("", "interrupted", "")], await RecordedAsync(id));
        Assert.Equal(0, Asked("Lost long ago."));
        var ledger = arena.LedgerService<LedgerContext>(out var scope);
        using (scope)
        {
            var kept = await ledger.Comparisons.AsNoTracking().Include(one => one.Texts).Include(one => one.Failures).SingleAsync(one => one.Id == id, Token);
            Assert.Equal(["Lost long ago."], kept.Texts.Select(text => text.Content));
            Assert.Equal([(1, "model-red"), (2, "model-blue")], kept.Failures.OrderBy(one => one.Position).Select(one => (one.Position, one.ModelId)));
        }
    }

    [Fact]
    public async Task Answers_that_were_complete_are_recorded_as_they_were()
    {
        var id = await BeginAndDieAsync(id => new()
        {
            ComparisonId = id,
            Prompt = "Settled.",
            CreatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            Answers = { Whole("model-red"), Whole("model-blue") },
        });

        await OpenAndSweepAsync(id, "Settled.", TimeSpan.FromHours(2));

        Assert.Equal([("model-red", "", "Settled by model-red."), ("model-blue", "", "Settled by model-blue.")], await RecordedAsync(id));
        Assert.Equal(0, Asked("Settled."));
    }

    [Fact]
    public async Task A_question_whose_document_was_erased_is_not_asked_without_it()
    {
        var id = await BeginAndDieAsync();

        await OpenAndSweepAsync(id, "About what?", TimeSpan.FromMinutes(10), document: new string('0', 64));

        Assert.Equal([("", "document_erased", ""), ("", "document_erased", "")], await RecordedAsync(id));
        Assert.Equal(0, Asked("About what?"));
    }

    /// <summary>What a process leaves that is killed while it writes: its lease, and the beginning of an answer.</summary>
    /// <param name="settle">The answers, where they were complete.</param>
    private async Task<string> BeginAndDieAsync(Func<string, RecordComparisonRequest>? settle = null)
    {
        var id = Guid.NewGuid().ToString("N");
        var log = arena.StartWeb(redis.ConnectionString).Services.GetRequiredService<IBattleLog>();
        var lease = await log.TryBeginRunAsync(id);
        await log.AppendAsync(lease!, [new(BattleEvent.Delta, """{"position":1,"text":"The"}""", DateTimeOffset.UnixEpoch)]);
        if (settle is not null)
        {
            await log.SettleAsync(lease!, settle(id).ToByteArray());
        }

        return id;
    }

    /// <summary>In the ledger, as it was opened so long ago; then another process starts.</summary>
    private async Task OpenAndSweepAsync(string id, string prompt, TimeSpan ago, string document = "")
    {
        await arena.Ledger.OpenComparisonAsync(
            new()
            {
                ComparisonId = id,
                Prompt = prompt,
                Session = "somebody",
                Models = { PlayedModels.Red, PlayedModels.Blue },
                DocumentId = document,
                CreatedAt = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() - ago),
            },
            cancellationToken: Token);
        arena.StartWeb(redis.ConnectionString, ("Compare:SweepEvery", "00:00:00.100")).StartServer();
    }

    /// <summary>Model, cause of failure and text of each answer, once the ledger has them. Nobody asks a web process.</summary>
    private async Task<IEnumerable<(string Model, string Failed, string Text)>> RecordedAsync(string id)
    {
        Comparison? comparison = null;
        await Eventually.TrueAsync(
            async () => (comparison = await arena.Ledger.GetComparisonAsync(new() { ComparisonId = id }, cancellationToken: Token)).Recorded, "the answers are recorded");
        return comparison!.Answers.Select(answer => (answer.Answer?.ModelId ?? "", answer.Failed, answer.Answer?.Text ?? ""));
    }

    private int Asked(string prompt) => arena.Models.Requests.Count(request => request.Messages[0].Content.StartsWith(prompt, StringComparison.Ordinal));

    private static Answer Whole(string model) =>
        new() { AskedModelId = model, ModelId = model, DisplayName = model, Text = $"Settled by {model}.", FinishReason = "stop" };
}
