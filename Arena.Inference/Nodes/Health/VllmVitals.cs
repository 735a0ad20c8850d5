using System.Globalization;

namespace Arena.Inference.Nodes.Health;

/// <summary>What an engine does, by its own count.</summary>
/// <param name="Model">The name that the node knows it by.</param>
/// <param name="Requests">Running and waiting.</param>
/// <param name="Steps">Rises with every step of the engine, whether it reads a prompt or writes an answer.</param>
internal sealed record EngineVitals(string Model, int Requests, double Steps);

/// <summary>
/// Reads vLLM's <c>/metrics</c> (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format):
/// <code>
/// vllm:num_requests_running{engine="0",model_name="m"} 1.0
/// vllm:num_requests_waiting{engine="0",model_name="m"} 0.0
/// vllm:iteration_tokens_total_count{engine="0",model_name="m"} 42.0
/// vllm:generation_tokens_total{engine="0",model_name="m"} 40.0
/// </code>
/// The engines of one model are added up.
/// </summary>
internal static class VllmVitals
{
    private const string Prefix = "vllm:";
    private const string ModelLabel = "model_name=\"";

    public static IReadOnlyList<EngineVitals> Parse(string metrics)
    {
        Dictionary<string, EngineVitals> models = new(StringComparer.Ordinal);
        foreach (var line in metrics.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Prefix, StringComparison.Ordinal) || !TryRead(line[Prefix.Length..], out var name, out var model, out var value))
            {
                continue;
            }

            var vitals = models.GetValueOrDefault(model) ?? new(model, 0, 0);
            models[model] = name switch
            {
                "num_requests_running" or "num_requests_waiting" => vitals with { Requests = vitals.Requests + (int)value },
                "iteration_tokens_total_count" or "generation_tokens_total" or "prompt_tokens_total" => vitals with { Steps = vitals.Steps + value },
                _ => vitals,
            };
        }

        return [.. models.Values];
    }

    private static bool TryRead(ReadOnlySpan<char> line, out string name, out string model, out double value)
    {
        (name, model, value) = ("", "", 0);
        var open = line.IndexOf('{');
        var close = line.LastIndexOf('}');
        var label = line.IndexOf(ModelLabel, StringComparison.Ordinal);
        if (open < 0 || close < open || label < open || label > close)
        {
            return false;
        }

        var rest = line[(label + ModelLabel.Length)..close];
        var end = rest.IndexOf('"');
        if (end < 0 || !double.TryParse(line[(close + 1)..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return false;
        }

        (name, model) = (line[..open].ToString(), rest[..end].ToString());
        return true;
    }
}
