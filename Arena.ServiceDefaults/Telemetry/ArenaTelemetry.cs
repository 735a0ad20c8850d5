using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Arena.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs through OTLP, configured by the standard <c>OTEL_*</c> variables.</summary>
internal static class ArenaTelemetry
{
    /// <summary>Each service names its source and its meter <c>Arena.{Service}</c>.</summary>
    private const string OwnNames = "Arena.*";

    public static void AddArenaTelemetry(this IHostApplicationBuilder builder)
    {
        // Four lines for each call between services; the spans say the same.
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource(OwnNames, "Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "Npgsql")
                .AddProcessor(new ProbeSpanFilter()))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    OwnNames,
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Net.Http",
                    "System.Runtime",
                    "Npgsql",
                    "Yarp.ReverseProxy"));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}
