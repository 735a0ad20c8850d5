namespace Aspire.Hosting;

/// <summary>How an application is to be built.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The assembly of the AppHost; null means the one that was started.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost's project; null means what the build wrote into its assembly.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>What the dashboard is headed with; null means the name of the AppHost.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>No dashboard, as with the argument <c>--no-dashboard</c>.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Writes the logs of the resources to the console; null means yes, except under the testing builder.</summary>
    public bool? EnableResourceLogging { get; set; }
}
