using Arena.Browser.Tests.Stage;
using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Aspire.Hosting.Testing;

namespace Aspire.Dashboard.Tests;

/// <summary>
/// The contract with the dashboard is not documented for others than Aspire (docs/dashboard.md): the genuine one, from the npm registry, is
/// started by the engine and driven in a browser.
/// </summary>
public sealed class GenuineDashboardTests
{
    /// <summary>The first start downloads 145 MB and unpacks 294 MB; both are kept for the user.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dashboard_shows_resources_graph_and_logs_and_carries_commands()
    {
        Assert.SkipWhen(ExecutableSearch.OnPath("npm") is null && ExecutableSearch.OnPath("aspire") is null, "Neither npm, which carries the dashboard, nor aspire is on PATH.");
        var frontend = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_Hosting_TestAppHost>(
            ["--Replicas=1", $"--ASPNETCORE_URLS={frontend}", "--AppHost:BrowserToken=browser-token"], (options, _) => options.DisableDashboard = false, Cancelled);
        await using var app = await builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("front", Cancelled);
        await UntilItAnswersAsync(frontend);

        await Scenario.PlayAsync("dashboard", new Uri(frontend, "/login?t=browser-token").ToString());
    }

    private static async Task UntilItAnswersAsync(Uri frontend)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(Patience);
        using var client = new HttpClient { BaseAddress = frontend };
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
