using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Supervision;
using Aspire.Hosting.Dashboard.ResourceService;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard needs of this process.</summary>
internal static class DashboardComposition
{
    public static IServiceCollection AddDashboard(this IServiceCollection services, DistributedApplicationOptions options) => services
        .AddSingleton(s => DashboardSettings.From(
            s.GetRequiredService<IConfiguration>(),
            !options.DisableDashboard,
            options.DashboardApplicationName ?? s.GetRequiredService<IHostEnvironment>().ApplicationName))
        .AddSingleton<DashboardAnnouncement>()
        .AddSingleton<DashboardTelemetry>()
        .AddSingleton(s => new DashboardPackage(text => s.GetRequiredService<ResourceLoggerService>().Add(DashboardAnnouncement.LogName, text, isError: false)))
        .AddSingleton<DashboardLocator>()
        .AddSingleton<ResourceFeed>()
        .AddSingleton<ConsoleLogFeed>()
        .AddSingleton<InteractionBroker>()
        .AddSingleton<CommandDialog>()
        .AddSingleton<ResourceCommandCalls>()
        .AddSingleton<ResourceServiceServer>()
        .AddHostedService<DashboardSupervisor>();
}
