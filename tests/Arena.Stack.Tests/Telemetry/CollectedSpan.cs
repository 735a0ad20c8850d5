using Arena.Stack.Tests.Telemetry.Otlp;
using Google.Protobuf;

namespace Arena.Stack.Tests.Telemetry;

/// <summary>A span as a trace viewer shows it; ids in hexadecimal, attribute values as text.</summary>
internal sealed record CollectedSpan(
    string Service, string Source, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Attributes)
{
    public static IEnumerable<CollectedSpan> From(ResourceSpans resource)
    {
        var service = Read(resource.Resource.Attributes).GetValueOrDefault("service.name", "");
        return resource.ScopeSpans.SelectMany(scope => scope.Spans.Select(span => new CollectedSpan(
            service, scope.Scope.Name, span.Name, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), Read(span.Attributes))));
    }

    private static Dictionary<string, string> Read(IEnumerable<KeyValue> attributes) =>
        attributes.ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value), StringComparer.Ordinal);

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
        AnyValue.ValueOneofCase.DoubleValue => $"{value.DoubleValue}",
        AnyValue.ValueOneofCase.ArrayValue => string.Join(',', value.ArrayValue.Values.Select(Text)),
        _ => "",
    };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
