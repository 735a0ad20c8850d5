using Aspire.Hosting.Dashboard.Supervision;

namespace Aspire.Hosting.Dashboard;

/// <summary>The settings by which a resource sends its telemetry to the dashboard; none where there will be no dashboard.</summary>
internal sealed class DashboardTelemetry(DashboardSettings settings, DashboardLocator locator)
{
    public IReadOnlyDictionary<string, string?> Exporter { get; } = locator.Obstacle is not null
        ? new Dictionary<string, string?>(StringComparer.Ordinal)
        : new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = settings.OtlpGrpc.GetLeftPart(UriPartial.Authority),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={settings.OtlpKey}",
        };
}
