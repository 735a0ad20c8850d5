using System.Collections.Immutable;
using Arena.LocalServers.Processes;

namespace Aspire.Hosting.Dashboard.Supervision;

/// <summary>The program <c>aspire</c>.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Home">Where it unpacks the dashboard at its first start (294 MB); null means that of the user.</param>
internal sealed record DashboardProgram(string Path, string? Home)
{
    /// <summary>The command that runs the dashboard until it is told to end. Keys are in the environment: command lines can be read by all.</summary>
    public ProcessCommand Command(DashboardSettings settings, Uri resourceService) => new(Path,
    [
        "dashboard", "run", "--nologo", "--non-interactive",
        $"--ASPNETCORE_URLS={Origin(settings.Frontend)}",
        $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={Origin(settings.OtlpGrpc)}",
        $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={Origin(settings.OtlpHttp)}",
        $"--Dashboard:ResourceServiceClient:Url={Origin(resourceService)}",
        "--Dashboard:ResourceServiceClient:AuthMode=ApiKey",
    ])
    {
        Environment = ImmutableDictionary<string, string?>.Empty
            .Add("ASPIRE_HOME", Home ?? System.Environment.GetEnvironmentVariable("ASPIRE_HOME"))
            .Add("ASPIRE_CLI_TELEMETRY_OPTOUT", "true")
            .Add("ASPIRE_DASHBOARD_TELEMETRY_OPTOUT", "true")
            .Add("NO_COLOR", "1")
            // What this process was told of its environment is not meant for the dashboard.
            .Add("ASPNETCORE_ENVIRONMENT", null)
            .Add("DOTNET_ENVIRONMENT", null)
            .Add("ASPNETCORE_URLS", null)
            .Add("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", settings.ResourceServiceKey)
            .Add("DASHBOARD__FRONTEND__BROWSERTOKEN", settings.BrowserToken)
            .Add("DASHBOARD__OTLP__AUTHMODE", "ApiKey")
            .Add("DASHBOARD__OTLP__PRIMARYAPIKEY", settings.OtlpKey)
            .Add("DASHBOARD__API__AUTHMODE", "ApiKey")
            .Add("DASHBOARD__API__PRIMARYAPIKEY", settings.ApiKey),
    };

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
