using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Browser.Tests.Stage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Arena.Browser.Tests.Fakes;

/// <summary>What ratings and inference tell over HTTP: a board of a dozen models with every status, and figures of one day.</summary>
internal static class FakeFigures
{
    private const int Models = 12;

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void MapFigures(this IEndpointRouteBuilder routes, LedgerSwitch ledger)
    {
        Map("/api/leaderboard", request => Board(request.Query["category"].ToString() is "" or "code" ? Rows() : [], isElo: request.Query["method"] == "elo"));
        Map("/api/leaderboard/matrix", _ => new { models = Rows().Select(row => row.ModelId), win_rate = Rates(), average_win_rate = Rows().Select(row => (double?)row.AverageWinRate) });
        Map("/api/leaderboard/history", _ => new
        {
            method = "bradley-terry",
            position = 900,
            points = Enumerable.Range(1, 9).Select(day => new { at = Start.AddDays(day), votes = day * 100, ratings = Rows().ToDictionary(row => row.ModelId, row => row.Rating + (20.0 / day)) }),
        });
        Map("/api/leaderboard/robustness", _ => new { models = Rows().Select(row => new { model = row.ModelId, place = row.Rank, votes_to_gain = row.Rank == 1 ? (int?)null : row.Rank, votes_to_lose = row.Rank * 2 }) });
        Map("/api/leaderboard/models/{**model}", request => new
        {
            row = Rows().FirstOrDefault(row => row.ModelId == (string?)request.RouteValues["model"]),
            total = Models,
            strengths = new[] { new { category = "code", total = Models, row = Rows()[0] }, new { category = "general_chat", total = Models, row = Rows()[1] } },
            opponents = Rows().Skip(1).Select(row => new { row.ModelId, row.DisplayName, row.Rating, battles = 10, wins = 5, losses = 3, ties = 1, both_bad = 1, win_rate = 0.625 }),
        });
        Map("/api/analytics/routing", _ => Page(
            new { route = "arena", category = "code", battles = 60, answered = 57, share = 0.6 }, new { route = "tools", category = "tool_calling", battles = 40, answered = 40, share = 0.4 }));
        Map("/api/analytics/models", _ => Page([.. Rows().Select(row => new
        {
            row.ModelId, row.DisplayName, category = "code", answers = 20, failures = 1, completion_rate = 0.952, votes = 18, win_rate = 0.5, fallback_rate = 0.05, input_tokens = 4000, output_tokens = 9000,
            cost_usd = row.Rank % 2 == 0 ? (double?)null : 0.12, cost_per_query_usd = row.Rank % 2 == 0 ? (double?)null : 0.006,
            ttft_p50 = 0.21, ttft_p95 = 0.6, ttft_p99 = 0.9, latency_p50 = 1.9, latency_p95 = 4.2, latency_p99 = 6.0,
        })]));
        Map("/api/analytics/engagement", _ => Page([.. Enumerable.Range(0, 9).Select(day => new
        {
            day = DateOnly.FromDateTime(Start.AddDays(day).Date), category = "code", battles = 20 + day, votes = 15 + day, votes_per_battle = 0.75, voters = 6, seconds_to_vote_p50 = 14.0, seconds_to_vote_p95 = 60.0, turns = 1.2,
        })]));
        Map("/api/analytics/deployments", _ => Page(new { model_id = "m", deployment = "gpu-node/m", upstream_model = "m", revision = "abc", answers = 12, first_day = "2026-01-01", last_day = "2026-01-09" }));
        Map("/api/analytics/stars", _ => Page(new { model_id = "m", ratings = 10, average = 3.9, counts = new[] { 0, 1, 2, 4, 3 } }));
        Map("/api/rubrics", _ => new
        {
            rubrics = new[] { new { id = "clarity/1", title = "Clarity", help = "How easily it is understood.", dimensions = new[] { Dimension("order", "Order"), Dimension("words", "Words") } } },
            reasons = new[] { new { id = "more-accurate", title = "More accurate" }, new { id = "better-written", title = "Better written" } },
            max_comment_characters = 4000,
        });
        Map("/api/rubrics/{rubric}/{version}/profiles", request => new
        {
            rubric = $"{request.RouteValues["rubric"]}/{request.RouteValues["version"]}",
            profiles = new[] { new { model_id = (string?)request.Query["model"], scorer = "voter", dimension = "order", scores = 12, mean = 3.8, lower = 3.4, upper = 4.2 } },
        });
        Map("/api/campaigns", _ => new { campaigns = new[] { Campaign() } });
        Map("/api/campaigns/{name}", request => (string?)request.RouteValues["name"] == "spring" ? Campaign() : null);
        Map("/api/models", _ => new { models = Rows().Select(row => new { id = row.ModelId, row.DisplayName, row.Simulated, available = true, version = "2026-01", family = "sim", capabilities = new { tools = true, context_length = 8192 } }) });
        Map("/api/nodes", request => new
        {
            nodes = new[] { Node("gpu-node", "up", "", WebProcess.IsOwner(request)), Node("ollama", "down", "connection refused", WebProcess.IsOwner(request)) },
        });
        Map("/api/admin/nodes/{node}", request => !WebProcess.IsOwner(request) ? null : new
        {
            node = Node((string)request.RouteValues["node"]!, "up", "", isOwner: true),
            history = new[] { new { at = Start, kind = "load", model = Rows()[0].ModelId, cause = "request", @for = "", seconds = 2.5, error = "" } },
        });

        void Map(string pattern, Func<HttpRequest, object?> answer) => routes.MapGet(pattern, (HttpRequest request) =>
            ledger.Down ? Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable)
            : request.Query["ties"] == "sometimes" ? Results.Problem(detail: "ties is 'sometimes': half or drop is expected.", statusCode: StatusCodes.Status400BadRequest)
            : answer(request) is { } found ? Results.Json(found, SnakeCase)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound));
    }

    private static object Dimension(string id, string title) => new { id, title, help = "From 1, not at all, to 5, wholly.", min = 1, max = 5 };

    private static object Campaign() => new
    {
        name = "spring",
        title = "Spring prompts",
        description = "What our users asked in spring.",
        rubric = "clarity/1",
        prompts = 40,
        votes = 25,
        interval_width = 180.5,
        target = new { votes = (long?)100, interval_width = (double?)null },
        state = "open",
    };

    private static object Board(Row[] rows, bool isElo) => isElo
        ? new { rows, total = rows.Length, page = 1, size = 100, votes = 900 }
        : new
        {
            rows,
            total = rows.Length,
            page = 1,
            size = 100,
            votes = 900,
            board = new
            {
                method = "bradley-terry",
                method_version = "arena-board/1",
                code_version = "1.0.0",
                position = 1800,
                data_hash = "00ff",
                computed_at = Start,
                fit = new { gradient_norm = 2e-14, iterations = 5, ridge = 0.0, left_chance = 0.493, capped_weights = 0 },
                flagged = new Dictionary<string, long> { ["duplicate"] = 3 },
                categories = new[] { "code", "general_chat" },
                languages = new[] { "en", "de" },
            },
        };

    private static Row[] Rows() =>
    [
        .. Enumerable.Range(1, Models).Select(rank => new Row(
            rank, $"sim/model-{rank:00}-with-a-long-name-of-many-words-preview-03-25", $"model-{rank:00}-with-a-long-name-of-many-words-preview-03-25 (simulated)", Simulated: true, 1700 - (rank * 30), 300, 120, 100, 50, 30,
            1700 - (rank * 30) - (8 * rank), 1700 - (rank * 30) + (8 * rank), Math.Max(1, rank - 2), Math.Min(Models, rank + 2),
            rank < 4 ? "established" : rank < 8 ? "usable" : "preliminary", 0.7 - (rank * 0.03), new(0.1, 0.08, 0.13), 1510)),
    ];

    private static double?[][] Rates() =>
        [.. Enumerable.Range(0, Models).Select(row => Enumerable.Range(0, Models).Select(column => row == column ? (double?)null : 0.5 + ((column - row) / 22.0)).ToArray())];

    private static object Page(params object[] rows) => new { rows, total = rows.Length, page = 1, size = 200, from = Start, to = Start.AddDays(30) };

    /// <summary>A node; what it is doing is for owners only.</summary>
    private static JsonObject Node(string name, string state, string reason, bool isOwner)
    {
        var node = Json(new { name, driver = "vllm", state, reason, models = Rows().Take(3).Select(row => row.ModelId), probed_at = Start, routing = "open" });
        var work = Json(new
        {
            in_flight = 2,
            p50_seconds = 1.4,
            p95_seconds = 3.2,
            complaints = new[] { new { model = Rows()[2].ModelId, circuit = "open", reason = "two failures in a row" } },
            memory = new
            {
                vram_mib = 24576,
                used_vram_mib = 16384,
                max_loaded = 0,
                queue = 3,
                loads = new Dictionary<string, int> { ["request"] = 4 },
                loaded = new[] { new { model = Rows()[0].ModelId, phase = "loaded", vram_mib = 12288, pinned = true }, new { model = Rows()[1].ModelId, phase = "loading", vram_mib = 4096, pinned = false } },
            },
        });
        foreach (var (field, value) in isOwner ? work : [])
        {
            node[field] = value?.DeepClone();
        }

        return node;

        static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value, SnakeCase)!.AsObject();
    }

    private sealed record Row(
        int Rank, string ModelId, string DisplayName, bool Simulated, double Rating, long Battles, long Wins, long Losses, long Ties, long BothBad,
        double? Lower, double? Upper, int? RankBest, int? RankWorst, string Status, double AverageWinRate, Rate BothBadRate, double Elo);

    private sealed record Rate(double Share, double Lower, double Upper);
}
