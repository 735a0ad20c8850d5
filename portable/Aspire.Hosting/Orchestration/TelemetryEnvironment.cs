using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Tells projects who they are and where their telemetry goes: the AppHost's own <c>OTEL_EXPORTER_OTLP_*</c> settings.</summary>
internal sealed class TelemetryEnvironment(IConfiguration configuration, IHostEnvironment environment)
{
    private static readonly string[] Exporter =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    /// <summary>Short delays, so that a developer sees a trace at once; everything sampled.</summary>
    private static readonly KeyValuePair<string, string?>[] Development =
    [
        new("OTEL_BSP_SCHEDULE_DELAY", "1000"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "1000"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        new("OTEL_TRACES_SAMPLER", "always_on"),
        new("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
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
        if (configuration[Exporter[0]] is { Length: > 0 })
        {
            variables.AddRange(Exporter.Where(name => configuration[name] is not null).Select(name => KeyValuePair.Create(name, configuration[name])));
            variables.AddRange(environment.IsDevelopment() ? Development : []);
        }

        // What the resource says itself wins.
        return execution with { Environment = execution.Environment.AddRange(variables.Where(variable => !execution.Environment.ContainsKey(variable.Key))) };
    }
}
