using Microsoft.Extensions.Configuration;

namespace Arena.AppHost;

/// <summary>Where services send their telemetry, when it is not the dashboard.</summary>
internal static class ArenaTelemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Hands a collector that the AppHost is told of to a service. Aspire itself would set its dashboard, whose key the collector must
    /// not be sent.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithConfiguredTelemetry(this IResourceBuilder<ProjectResource> service)
    {
        var configuration = service.ApplicationBuilder.Configuration;
        return configuration[Endpoint] is { Length: > 0 } endpoint
            ? service
                .WithEnvironment(Endpoint, endpoint)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", configuration.GetValue("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
                .WithEnvironment("OTEL_EXPORTER_OTLP_HEADERS", configuration.GetValue("OTEL_EXPORTER_OTLP_HEADERS", ""))
            : service;
    }
}
