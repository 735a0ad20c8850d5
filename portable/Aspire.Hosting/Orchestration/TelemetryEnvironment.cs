using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Tells projects who they are and where their telemetry goes: as the AppHost's own <c>OTEL_EXPORTER_OTLP_*</c> settings say, else to the
/// dashboard.
/// </summary>
internal sealed class TelemetryEnvironment(IConfiguration configuration, IHostEnvironment environment, DashboardTelemetry dashboard)
{
    private static readonly string[] Exporter =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    /// <summary>Short delays, so that a developer sees a trace at once; everything sampled; prompts and answers of models too.</summary>
    private static readonly KeyValuePair<string, string?>[] Development =
    [
        new("OTEL_BSP_SCHEDULE_DELAY", "1000"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "1000"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        new("OTEL_TRACES_SAMPLER", "always_on"),
        new("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
        new("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true"),
    ];

    public ExecutionConfiguration Apply(ExecutionConfiguration execution, IResource resource, ResourceInstance instance)
    {
        if (resource is not ProjectResource)
        {
            return execution;
        }

        List<KeyValuePair<string, string?>> variables =
        [
            new("OTEL_SERVICE_NAME", resource.Name),
            new("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={instance.Suffix}"),
        ];
        IEnumerable<KeyValuePair<string, string?>> exporter = configuration[Exporter[0]] is { Length: > 0 }
            ? Exporter.Where(name => configuration[name] is not null).Select(name => KeyValuePair.Create(name, configuration[name]))
            : dashboard.Exporter;
        variables.AddRange(exporter);
        if (exporter.Any() && environment.IsDevelopment())
        {
            variables.AddRange(Development);
        }

        // What the resource says itself wins.
        return execution with { Environment = execution.Environment.AddRange(variables.Where(variable => !execution.Environment.ContainsKey(variable.Key))) };
    }
}
