using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Hosting;

/// <summary>What runs an application.</summary>
internal static class EngineComposition
{
    /// <summary>Longer than the engine takes to stop everything.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static void AddEngine(this HostApplicationBuilder host, DistributedApplicationOptions options, IDistributedApplicationBuilder application)
    {
        host.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        host.Services.TryAddSingleton(TimeProvider.System);
        host.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        host.Services.AddHealthChecks();
        host.Services
            .AddSingleton(application.Eventing)
            .AddSingleton(application.ExecutionContext)
            .AddSingleton(new DistributedApplicationModel(application.Resources))
            .AddSingleton<IAspireStore>(_ => new AspireStore(application.AppHostDirectory, application.Configuration[AspireStore.PathKey]))
            .AddSingleton(s => new ResourceLoggerService(s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new ResourceNotificationService(
                s.GetRequiredService<DistributedApplicationModel>(),
                s.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>(),
                s.GetRequiredService<TimeProvider>(),
                s))
            .AddSingleton(s => new ResourceCommandService(
                s.GetRequiredService<ResourceNotificationService>(),
                s.GetRequiredService<ResourceLoggerService>(),
                s.GetRequiredService<DistributedApplicationModel>(),
                s))
            .AddSingleton<EndpointAllocator>()
            .AddSingleton<ResourceHealthProbe>()
            .AddSingleton<ResourceHealthMonitor>()
            .AddSingleton<StartupFailure>()
            .AddSingleton<TelemetryEnvironment>()
            .AddSingleton<ResourceRunner>();

        // The last to start is the first to stop: the terminal shows how the resources end.
        if (options.EnableResourceLogging ?? true)
        {
            host.Services.AddHostedService<TerminalReporter>();
        }

        host.Services.AddHostedService<ApplicationOrchestrator>();
    }
}
