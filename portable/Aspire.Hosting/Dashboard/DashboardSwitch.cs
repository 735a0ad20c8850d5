using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// The argument <c>--no-dashboard</c>. It is taken out before the others become configuration, where a switch without a value would
/// swallow the argument after it.
/// </summary>
internal static class DashboardSwitch
{
    private const string Argument = "--no-dashboard";

    public static void Apply(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        if (settings.Args?.Contains(Argument, StringComparer.Ordinal) == true)
        {
            settings.Args = [.. settings.Args.Where(argument => argument != Argument)];
            options.DisableDashboard = true;
        }
    }
}
