using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// A stack that did not come up is stopped with the reason and exit code 1, instead of half of it waiting for ever. Under the
/// testing builder those who wait get the reason as an exception.
/// </summary>
internal sealed class StartupFailure(IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    public const string FailFastKey = "AppHost:FailFast";

    private int _isReported;

    public void Report(string resource, string reason) => TryReport($"'{resource}' did not start, so the application stops: {reason}");

    /// <summary>Stops the application with the reason, unless it stops already.</summary>
    /// <returns>False where failures are thrown instead.</returns>
    public bool TryReport(string reason)
    {
        if (!configuration.GetValue(FailFastKey, true))
        {
            return false;
        }

        if (!lifetime.ApplicationStopping.IsCancellationRequested && Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            Console.Error.WriteLine($"error: {reason}");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }

        return true;
    }
}
