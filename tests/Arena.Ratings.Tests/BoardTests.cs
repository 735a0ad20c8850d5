using Arena.Testing;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Contracts.Ratings;
using Arena.Ratings.Engine;
using Arena.Ratings.Tests.Hosting;
using Grpc.Core;
using Preference = Arena.Contracts.Ratings.Preference;

namespace Arena.Ratings.Tests;

/// <summary>Boards over HTTP: what they count, and how they tell that nothing has changed.</summary>
public partial class BoardTests(BoardTests.Played fixture) : IClassFixture<BoardTests.Played>
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_board_is_the_exact_fit_of_the_rated_votes_with_its_intervals()
    {
        var board = await fixture.GetAsync("/api/leaderboard");

        var fit = BradleyTerry.Fit(Played.Tally(vote => vote.IsRated));
        var expected = Leaderboard.Of(fit, new RatingScale(1500), SandwichIntervals.Of(fit, new RatingScale(1500)));
        Assert.Equal(
            expected.Rows.Select(row => (row.Model, row.Rating, row.Interval!.Value.Lower, row.Interval.Value.Upper, row.Battles, row.Status.Name())),
            board["rows"]!.AsArray().Select(row => (
                (string)row!["model_id"]!, (double)row["rating"]!, (double)row["lower"]!, (double)row["upper"]!, (long)row["battles"]!, (string)row["status"]!)));
        Assert.InRange((double)board["board"]!["fit"]!["gradient_norm"]!, 0, 1e-8);
        Assert.Equal((long)Played.Votes.Count(vote => vote.IsRated), (long)board["votes"]!);
    }

    [Fact]
    public async Task The_router_is_told_the_rated_votes_by_pair_and_outcome()
    {
        var told = await fixture.Ratings.Host.Ratings.GetPairVotesAsync(new(), cancellationToken: Token);

        var tally = Played.Tally(vote => vote.IsRated);
        Assert.Equal(
            tally.Pairs
                .Select(pair => new PairVotes
                {
                    ModelLeft = tally.Models[pair.Left],
                    ModelRight = tally.Models[pair.Right],
                    Left = pair.Count(Engine.Preference.Left),
                    Right = pair.Count(Engine.Preference.Right),
                    Ties = pair.Count(Engine.Preference.Tie),
                    BothBad = pair.Count(Engine.Preference.BothBad),
                })
                .OrderBy(pair => (pair.ModelLeft, pair.ModelRight)),
            told.Pairs.OrderBy(pair => (pair.ModelLeft, pair.ModelRight)));
    }

    [Fact]
    public async Task Flagged_votes_are_shown_and_left_out_and_can_be_put_back()
    {
        var (rated, blind) = (await fixture.GetAsync("/api/leaderboard"), await fixture.GetAsync("/api/leaderboard?quality=blind"));

        Assert.Equal(
            new Dictionary<string, long>(StringComparer.Ordinal) { ["named"] = 1, ["identity_leak"] = 1, ["duplicate"] = 1 },
            rated["board"]!["flagged"].Deserialize<Dictionary<string, long>>(SnakeCase));
        Assert.Equal((long)rated["votes"]! + 2, (long)blind["votes"]!); // the named one never is blind
    }

    [Theory]
    [InlineData("category=code", 20)]
    [InlineData("language=fr", 10)]
    [InlineData("category=code&language=fr", 0)]
    [InlineData("category=nobody-asked-this", 0)]
    [InlineData("from=2026-01-02&to=2026-01-03", 0)]
    [InlineData("from=2026-01-02", 61)]
    [InlineData("method=davidson", 61)]
    [InlineData("style_control=true", 61)]
    [InlineData("weights=balanced", 61)]
    [InlineData("weights=propensity", 61)]
    public async Task A_board_counts_what_it_is_asked_for(string query, int votes) =>
        Assert.Equal(votes, (int)(await fixture.GetAsync($"/api/leaderboard?{query}"))["votes"]!);

    [Fact]
    public async Task Ties_can_be_dropped_and_change_ratings()
    {
        var (half, dropped) = (await fixture.GetAsync("/api/leaderboard"), await fixture.GetAsync("/api/leaderboard?ties=drop&both_bad=drop"));

        Assert.NotEqual(Ratings(half), Ratings(dropped));
    }

    [Theory]
    [InlineData("method=glicko")]
    [InlineData("ties=half-a-win")]
    [InlineData("both_bad=half")]
    [InlineData("weights=heavy")]
    [InlineData("quality=best")]
    [InlineData("style_control=1")]
    [InlineData("style_control=true&method=davidson")]
    [InlineData("from=yesterday")]
    [InlineData("to=2026-13-01")]
    public async Task What_no_board_can_be_asked_for_is_a_problem_with_a_stable_type(string query)
    {
        using var client = fixture.Ratings.Host.CreateClient();

        using var response = await client.GetAsync($"/api/leaderboard?{query}", Token);

        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.Equal((HttpStatusCode.BadRequest, "urn:llm-arena:problem:invalid-request"), (response.StatusCode, (string?)problem!["type"]));
    }

    [Fact]
    public async Task A_client_that_has_the_board_is_told_so_until_a_vote_changes_it()
    {
        await using var ratings = new RatingsFixture();
        await ratings.InitializeAsync();
        await Played.PlayAsync(ratings.Host, Played.Votes[..20]);
        using var client = ratings.Host.CreateClient();
        using var first = await client.GetAsync("/api/leaderboard", Token);

        using var again = await GetIfChangedAsync(client, first.Headers.ETag!);
        await Played.PlayAsync(ratings.Host, Played.Votes[20..21], expected: 21);
        using var changed = await GetIfChangedAsync(client, first.Headers.ETag!);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, "", HttpStatusCode.OK),
            (first.StatusCode, again.StatusCode, await again.Content.ReadAsStringAsync(Token), changed.StatusCode));
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Another_replica_computes_the_same_board_from_the_same_chain()
    {
        var other = await fixture.Ratings.StartReplicaAsync();
        var (one, two) = (await fixture.GetAsync("/api/leaderboard"), await Played.BoardAsync(other, Played.Rated));

        foreach (var board in (JsonObject[])[one, two])
        {
            board["board"]!.AsObject().Remove("computed_at");
        }

        Assert.Equal(one.ToJsonString(), two.ToJsonString());
    }

    [Fact]
    public async Task The_matrix_counts_decisive_battles_of_both_seats()
    {
        var matrix = await fixture.GetAsync("/api/leaderboard/matrix");

        var models = matrix["models"]!.AsArray().Select(model => (string)model!).ToArray();
        var (alpha, beta) = (Array.IndexOf(models, "alpha"), Array.IndexOf(models, "beta"));
        var wins = Played.Votes.Count(vote => vote.IsRated && vote.Winner is "alpha" && vote.Has("beta"));
        var losses = Played.Votes.Count(vote => vote.IsRated && vote.Winner is "beta" && vote.Has("alpha"));
        Assert.Equal((double)wins / (wins + losses), (double)matrix["win_rate"]![alpha]![beta]!);
        Assert.Null(matrix["win_rate"]![alpha]![alpha]);
    }

    [Fact]
    public async Task Robustness_says_how_many_votes_would_change_each_rank()
    {
        var board = await fixture.GetAsync("/api/leaderboard");
        var models = (await fixture.GetAsync("/api/leaderboard/robustness"))["models"]!.AsArray();

        var expected = Robustness.Of(BradleyTerry.Fit(Played.Tally(vote => vote.IsRated)), Token);
        Assert.Equal(
            expected.Select(model => (model.Model, model.Place, model.VotesToGain, model.VotesToLose)),
            models.Select(model => ((string)model!["model"]!, (int)model["place"]!, (long?)model["votes_to_gain"], (long?)model["votes_to_lose"])));
        Assert.Equal(board["rows"]!.AsArray().Count, models.Count);
    }

    [Fact]
    public async Task The_last_point_of_a_history_is_the_board_of_now()
    {
        var board = await fixture.GetAsync("/api/leaderboard");
        var (fitted, elo) = (await fixture.GetAsync("/api/leaderboard/history?points=5"), await fixture.GetAsync("/api/leaderboard/history?method=elo&points=7"));

        var last = fitted["points"]!.AsArray()[^1]!["ratings"]!.AsObject().ToDictionary(model => model.Key, model => (double)model.Value!, StringComparer.Ordinal);
        var lastElo = elo["points"]!.AsArray()[^1]!["ratings"]!.AsObject().ToDictionary(model => model.Key, model => (double)model.Value!, StringComparer.Ordinal);
        Assert.Equal((5, 7), (fitted["points"]!.AsArray().Count, elo["points"]!.AsArray().Count));
        Assert.Equal(Ratings(board), last);
        Assert.Equal(board["rows"]!.AsArray().ToDictionary(row => (string)row!["model_id"]!, row => (double)row!["elo"]!, StringComparer.Ordinal), lastElo);
    }

    [Fact]
    public async Task Only_the_operator_recomputes_and_gets_the_same_board()
    {
        var before = await fixture.GetAsync("/api/leaderboard");
        using var client = fixture.Ratings.Host.CreateClient();
        using var refused = await client.PostAsync("/api/admin/ratings/recompute", content: null, Token);
        client.DefaultRequestHeaders.Add("x-admin-key", RatingsHost.AdminKey);

        using var recomputed = await client.PostAsync("/api/admin/ratings/recompute", content: null, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, recomputed.StatusCode));
        var answer = await recomputed.Content.ReadFromJsonAsync<JsonObject>(Token);
        Assert.Equal(((string)before["board"]!["data_hash"]!, (long)before["votes"]!), ((string)answer!["data_hash"]!, (long)answer["votes"]!));
        Assert.Equal(Ratings(before), Ratings(await fixture.GetAsync("/api/leaderboard")));
    }

    private static Dictionary<string, double> Ratings(JsonObject board) =>
        board["rows"]!.AsArray().ToDictionary(row => (string)row!["model_id"]!, row => (double)row!["rating"]!, StringComparer.Ordinal);

    private static async Task<HttpResponseMessage> GetIfChangedAsync(HttpClient client, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/leaderboard") { Headers = { IfNoneMatch = { tag } } };
        return await client.SendAsync(request, Token);
    }

    /// <summary>Sixty votes that count, and one of each kind that does not.</summary>
    public sealed class Played : IAsyncLifetime
    {
        /// <summary>Fewer votes are cast one after the other.</summary>
        private const int Crowd = 200;

        internal static readonly Ballot[] Votes = [.. Make()];

        internal static readonly int Rated = Votes.Count(vote => vote.IsRated);

        public RatingsFixture Ratings { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Ratings.InitializeAsync();
            await PlayAsync(Ratings.Host, Votes, Rated);
            await Eventually.TrueAsync(
                async () => (await GetAsync("/api/leaderboard"))["board"]!["flagged"]!["duplicate"] is not null, "the last vote, which counts on no board, was read");
        }

        public ValueTask DisposeAsync() => Ratings.DisposeAsync();

        internal static async Task PlayAsync(RatingsHost host, IEnumerable<Ballot> votes, int? expected = null)
        {
            var list = votes.ToList();
            if (list.Count < Crowd)
            {
                foreach (var vote in list)
                {
                    await VoteAsync(host, vote);
                }
            }
            else
            {
                await Parallel.ForEachAsync(
                    list, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (vote, _) => await VoteAsync(host, vote));
            }

            await host.SealAsync();
            await BoardAsync(host, expected ?? list.Count);
        }

        /// <summary>As a client does: what was not saved is sent again.</summary>
        private static Task VoteAsync(RatingsHost host, Ballot vote) => Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await host.Ratings.RecordBattleAsync(vote.Battle, cancellationToken: Token);
                    await host.Ratings.SubmitVoteAsync(
                        new() { BattleId = vote.Battle.BattleId, Preference = vote.Preference, Session = vote.Battle.Session }, cancellationToken: Token);
                    return true;
                }
                catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable)
                {
                    return false;
                }
            },
            "a vote is saved");

        /// <summary>The board, once it counts so many votes.</summary>
        internal static async Task<JsonObject> BoardAsync(RatingsHost host, int votes)
        {
            using var client = host.CreateClient();
            JsonObject? board = null;
            await Eventually.TrueAsync(
                async () =>
                {
                    using var response = await client.GetAsync("/api/leaderboard", Token);
                    board = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonObject>(Token) : null;
                    return (int?)board?["votes"] == votes;
                },
                $"the board counts {votes} votes");
            return board!;
        }

        internal static Tally Tally(Func<Ballot, bool> counts)
        {
            var tally = new Tally();
            foreach (var vote in Votes.Where(counts))
            {
                tally.Add(vote.Battle.Left.ModelId, vote.Battle.Right.ModelId, (Engine.Preference)((int)vote.Preference - 1));
            }

            return tally;
        }

        internal async Task<JsonObject> GetAsync(string path)
        {
            using var client = Ratings.Host.CreateClient();
            return (await client.GetFromJsonAsync<JsonObject>(path, Token))!;
        }

        private static IEnumerable<Ballot> Make()
        {
            var random = new Random(60);
            string[] models = ["alpha", "beta", "gamma", "delta"];
            for (var i = 0; i < 60; i++)
            {
                random.Shuffle(models);
                var battle = SampleBattle.Of(models[0], models[1]);
                (battle.Session, battle.Prompt) = ($"voter-{i}", $"What is the number {i}?");
                battle.QueryType = i < 20 ? "code" : "general_chat";
                battle.Language = i >= 50 ? "fr" : "en";
                yield return new(battle, (Preference)(1 + random.Next(4)), IsRated: true);
            }

            var named = SampleBattle.Of("alpha", "beta");
            (named.PairPolicy, named.PairProbability) = ("named", 1);
            yield return new(named, Preference.Left, IsRated: false);

            var leak = SampleBattle.Of("alpha", "beta");
            leak.Session = "voter-leak";
            leak.Right.Text = "I am Claude, made by Anthropic.";
            yield return new(leak, Preference.Left, IsRated: false);

            var again = SampleBattle.Of("alpha", "beta");
            (again.Session, again.Prompt) = ("voter-again", "Twice the same?");
            var twice = SampleBattle.Of("beta", "alpha");
            (twice.Session, twice.Prompt) = ("voter-again", "twice  the same?");
            (again.Left, again.Right) = (SampleBattle.Answer("beta"), SampleBattle.Answer("gamma"));
            (twice.Left, twice.Right) = (SampleBattle.Answer("gamma"), SampleBattle.Answer("beta"));
            yield return new(again, Preference.Tie, IsRated: true);
            yield return new(twice, Preference.Left, IsRated: false);
        }
    }

    /// <summary>A battle, and what its voter says.</summary>
    internal sealed record Ballot(RecordBattleRequest Battle, Preference Preference, bool IsRated)
    {
        public string? Winner => Preference switch
        {
            Preference.Left => Battle.Left.ModelId,
            Preference.Right => Battle.Right.ModelId,
            _ => null,
        };

        public bool Has(string model) => Battle.Left.ModelId == model || Battle.Right.ModelId == model;
    }
}
