namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>
/// Hands a service by arguments what a process of its own would have in its environment, which all services of this process share. .NET's
/// configuration puts arguments above the environment, and everything that services read goes through configuration, OTEL_* too.
/// </summary>
internal static class ServiceArguments
{
    private const string ConsolePrefix = "Logging__Console__";

    public static string[] Of(ExecutionConfiguration configuration, string folder, string applicationName)
    {
        IEnumerable<KeyValuePair<string, string?>> settings =
        [
            new("contentRoot", folder),
            new("applicationName", applicationName),
            .. configuration.Environment.Where(variable => !variable.Key.StartsWith(ConsolePrefix, StringComparison.OrdinalIgnoreCase)).Select(variable => KeyValuePair.Create(KeyOf(variable.Key), variable.Value)),
            // The lines go to the resource's log instead.
            new("Logging:Console:LogLevel:Default", "None"),
        ];
        return [.. configuration.Arguments, .. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    private static string KeyOf(string variable) => variable switch
    {
        "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" => "environment",
        "ASPNETCORE_URLS" => "urls",
        _ => variable.Replace("__", ":", StringComparison.Ordinal),
    };
}
