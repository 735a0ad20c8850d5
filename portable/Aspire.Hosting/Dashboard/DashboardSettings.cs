using System.Security.Cryptography;
using Arena.LocalServers;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Where the dashboard listens and which keys it asks for. Addresses and keys that are configured are used, by the names that Aspire
/// gives them; the others are made for this run.
/// </summary>
internal sealed record DashboardSettings
{
    public const string DisabledKey = "ASPIRE_DASHBOARD_DISABLED";
    public const string ProgramKey = "ASPIRE_DASHBOARD_CLI";
    public const string ApplicationNameKey = "AppHost:DashboardApplicationName";
    private const string FrontendKey = "ASPNETCORE_URLS";
    private const string OtlpGrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string ResourceServiceAddressKey = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";
    private const string AppHostSuffix = ".AppHost";

    public required bool IsEnabled { get; init; }

    /// <summary>What the dashboard is headed with.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>The program <c>aspire</c>, or null to look for it.</summary>
    public string? Program { get; init; }

    /// <summary>Pages and telemetry API.</summary>
    public required Uri Frontend { get; init; }

    public required Uri OtlpGrpc { get; init; }

    public required Uri OtlpHttp { get; init; }

    /// <summary>Null means any free port.</summary>
    public Uri? ResourceServiceAddress { get; init; }

    public required string BrowserToken { get; init; }

    public required string OtlpKey { get; init; }

    public required string ApiKey { get; init; }

    public required string ResourceServiceKey { get; init; }

    /// <summary>The address that lets a browser in.</summary>
    public Uri LoginUrl => new(Frontend, $"/login?t={BrowserToken}");

    /// <exception cref="DistributedApplicationException">A configured address is none.</exception>
    public static DashboardSettings From(IConfiguration configuration, bool isEnabled, string applicationName)
    {
        string Key(string name) => configuration[name] is { Length: > 0 } configured ? configured : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var name = configuration[ApplicationNameKey] ?? applicationName;
        return new()
        {
            IsEnabled = isEnabled && !configuration.GetValue(DisabledKey, false),
            ApplicationName = name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length] : name,
            Program = configuration[ProgramKey] is { Length: > 0 } program ? program : null,
            Frontend = Address(configuration, FrontendKey) ?? Free(),
            OtlpGrpc = Address(configuration, OtlpGrpcKey) ?? Free(),
            OtlpHttp = Address(configuration, OtlpHttpKey) ?? Free(),
            ResourceServiceAddress = Address(configuration, ResourceServiceAddressKey),
            BrowserToken = Key("AppHost:BrowserToken"),
            OtlpKey = Key("AppHost:OtlpApiKey"),
            ApiKey = Key("AppHost:DashboardApiKey"),
            ResourceServiceKey = Key("AppHost:ResourceService:ApiKey"),
        };
    }

    private static Uri Free() => new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>The first plain HTTP address of a list: TLS on the loopback interface would need a certificate that this machine trusts.</summary>
    private static Uri? Address(IConfiguration configuration, string key)
    {
        var texts = configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (texts.Length == 0)
        {
            return null;
        }

        return texts.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null)
                .FirstOrDefault(address => address is { Scheme: "http", IsLoopback: true })
            ?? throw new DistributedApplicationException($"{key} is '{configuration[key]}', which has no address such as http://localhost:18888.");
    }
}
