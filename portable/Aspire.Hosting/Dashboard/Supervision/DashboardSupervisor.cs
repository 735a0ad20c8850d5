using Arena.LocalServers;
using Arena.LocalServers.Processes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.ResourceService;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard.Supervision;

/// <summary>
/// Keeps the dashboard running beside the application, which neither waits for it nor ends with it: one that cannot be had is said so
/// once, one that ends is started again, later each time.
/// </summary>
internal sealed class DashboardSupervisor(
    DashboardSettings settings, DashboardLocator locator, ResourceServiceServer server, DashboardAnnouncement announcement, ResourceLoggerService loggers, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>One that ran this long was in order, and the next wait is the shortest again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(5) };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await server.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsEnabled)
        {
            return;
        }

        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }
        catch (Exception e) when (e is LocalServerException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            Say($"There is no dashboard: {e.Message}");
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        if (locator.Obstacle is { } obstacle)
        {
            Say($"There is no dashboard: {obstacle}.");
            if (settings.ResourceServiceAddress is not null)
            {
                await server.StartAsync(stopping); // somebody has one of his own
            }

            return;
        }

        var resourceService = await server.StartAsync(stopping);
        var program = await locator.FindAsync(stopping);
        var command = program.Command(settings, resourceService);
        var pause = FirstPause;
        while (true)
        {
            var start = time.GetTimestamp();
            var tail = new OutputTail();
            int exitCode;
            await using (var process = ChildProcess.Start(command, line => tail.Add(line.Text)))
            {
                try
                {
                    await AnnounceAsync(process, stopping);
                    exitCode = await process.Exited.WaitAsync(stopping);
                }
                finally
                {
                    await process.StopAsync(Grace);
                }
            }

            pause = time.GetElapsedTime(start) > Settled ? FirstPause : pause;
            Say($"The dashboard ended with exit code {exitCode}; it is started again in {pause.TotalSeconds:F0} s. Its last lines:{Environment.NewLine}{tail}");
            await Task.Delay(pause, time, stopping);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Returns when it answers, or has ended.</summary>
    private async Task AnnounceAsync(ChildProcess process, CancellationToken stopping)
    {
        while (!process.Exited.IsCompleted)
        {
            if (await AnswersAsync(stopping))
            {
                announcement.Publish(settings.LoginUrl);
                return;
            }

            await Task.Delay(ProbeInterval, time, stopping);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken stopping)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(settings.Frontend, "/health"), stopping);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return false;
        }
    }

    private void Say(string text) => loggers.Add(DashboardAnnouncement.LogName, text, isError: true);
}
