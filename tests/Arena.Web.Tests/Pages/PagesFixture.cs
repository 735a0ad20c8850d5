using Arena.Testing;
using Arena.Web.Boards;
using Arena.Web.Campaigns;
using Arena.Web.Feedback;
using Arena.Web.Operations;
using Arena.Web.Tests.Fakes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Web.Tests.Pages;

/// <summary>The pages over services that say what a test sets. It is noon on the first of March 2026.</summary>
public class PagesFixture : IAsyncLifetime
{
    public const string AdminKey = "the-key-of-the-tests";

    private Backend _backend = null!;
    private WebApplicationFactory<Program> _web = null!;

    public StubServices Services { get; } = new();

    internal ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        _backend = await Backend.StartAsync();
        _web = new Replica(_backend, settings: ("Arena:Admin:Key", AdminKey)).WithWebHostBuilder(host => host.ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddHttpClient(nameof(RatingsReader)).ConfigurePrimaryHttpMessageHandler(() => Services);
            services.AddHttpClient(nameof(RubricReader)).ConfigurePrimaryHttpMessageHandler(() => Services);
            services.AddHttpClient(nameof(CampaignReader)).ConfigurePrimaryHttpMessageHandler(() => Services);
            services.AddHttpClient(nameof(NodesReader)).ConfigurePrimaryHttpMessageHandler(() => Services);
        }));
        Services["/api/leaderboard"] = Board(Row(1, "org/best", "Best"), Row(2, "worst", "Worst <b>&amp;"));
        Services["/api/models"] = """{"models":[]}""";
        Services["/api/nodes"] = """{"nodes":[]}""";
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A reader with cookies of its own, who does not follow redirects.</summary>
    public HttpClient Reader() => _web.CreateClient(new() { AllowAutoRedirect = false });

    public static string Board(params string[] rows) =>
        $$"""
        {"rows":[{{string.Join(',', rows)}}],"total":{{rows.Length}},"page":1,"size":100,"votes":7,"board":{"method":"bradley-terry","method_version":"arena-board/1",
        "code_version":"1.2.3","position":9,"data_hash":"c0ffee","computed_at":"2026-03-01T00:00:00+00:00","fit":{"gradient_norm":2e-14,"iterations":5,"ridge":0,"capped_weights":0},
        "flagged":{"duplicate":2},"categories":["code","math"],"languages":["de","en"]} }
        """;

    public static string Row(int rank, string id, string name) =>
        $$"""
        {"rank":{{rank}},"model_id":"{{id}}","display_name":"{{name}}","simulated":false,"rating":{{1600 - rank}},"battles":4,"wins":1,"losses":1,"ties":1,"both_bad":1,
        "lower":{{1580 - rank}},"upper":{{1620 - rank}},"rank_best":1,"rank_worst":2,"status":"usable","average_win_rate":0.5,"both_bad_rate":{"share":0.25,"lower":0.1,"upper":0.5},"elo":1510}
        """;
}
