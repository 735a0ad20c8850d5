using Arena.Contracts.Inference;
using Arena.Router.Models;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Router.Tests;

/// <summary>The ledger learns by itself how models are grouped.</summary>
public class ModelNoticeTests
{
    private static readonly TimeSpan Look = new ModelPoolOptions().RefreshInterval;

    private readonly ManualTimeProvider _time = new();
    private readonly FakeRatings _ratings = new();
    private readonly ModelNotice _notice;

    public ModelNoticeTests()
    {
        var services = new ServiceCollection().AddLogging().AddOptions().AddSingleton<TimeProvider>(_time)
            .AddSingleton(new Arena.Contracts.Ratings.Ratings.RatingsClient(_ratings.Invoker)).AddSingleton<ModelNotice>();
        _notice = services.BuildServiceProvider().GetRequiredService<ModelNotice>();
    }

    [Fact]
    public async Task A_change_of_a_family_is_told_once_and_all_again_each_minute()
    {
        await TellAsync("tuned");
        await TellAsync("tuned");
        await TellAsync("base");
        for (var passed = TimeSpan.Zero; passed < ModelNotice.Repetition; passed += Look)
        {
            await TellAsync("base");
        }

        Assert.Equal(["m1:tuned", "m1:base", "m1:base"], _ratings.Told);
    }

    [Fact]
    public async Task What_the_ledger_could_not_be_told_it_is_told_as_soon_as_it_is_back()
    {
        _ratings.Votes = null;
        await TellAsync("tuned");
        _ratings.Votes = [];
        await TellAsync("tuned");
        await TellAsync("tuned");

        Assert.Equal(["m1:tuned"], _ratings.Told);
    }

    [Fact]
    public async Task The_router_tells_what_it_finds_at_its_next_look()
    {
        var time = new ManualTimeProvider();
        await using var host = new RouterHost(time: time).Started();
        await UntilToldAsync(times: 1);

        host.Inference.Models = [new Model { Id = "m1", Family = "new family", Available = true }];
        await UntilToldAsync(times: 2);

        Assert.Equal(["m1: m2: m3:", "m1:new family"], host.Ratings.Told.Distinct(StringComparer.Ordinal));

        async Task UntilToldAsync(int times)
        {
            while (host.Ratings.Told.Count < times)
            {
                await time.AdvanceToNextTimerAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task TellAsync(string family)
    {
        await _notice.TellAsync([new Model { Id = "m1", Family = family }], TestContext.Current.CancellationToken);
        _time.Advance(Look);
    }
}
