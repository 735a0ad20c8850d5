namespace Aspire.Hosting;

/// <summary>How an application is to be built.</summary>
public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The assembly of the AppHost; null means the one that was started.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost's project; null means what the build wrote into its assembly.</summary>
    public string? ProjectDirectory { get; set; }

    public bool DisableDashboard { get; set; }

    /// <summary>Writes the logs of the resources to the console; null means yes, except under the testing builder.</summary>
    public bool? EnableResourceLogging { get; set; }
}
