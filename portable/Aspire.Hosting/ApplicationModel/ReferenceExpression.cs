using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with values in it that are known only when the application runs: <c>ReferenceExpression.Create($"{endpoint}/v1")</c>.</summary>
public class ReferenceExpression : IValueProvider, IValueWithReferences
{
    public static readonly ReferenceExpression Empty = new([]);

    private readonly ImmutableArray<object> _parts; // string or IValueProvider

    private ReferenceExpression(ImmutableArray<object> parts) => _parts = parts;

    public IReadOnlyList<IValueProvider> ValueProviders => [.. _parts.OfType<IValueProvider>()];

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new(handler.Parts);

    /// <summary>The text; null when the expression is empty or a value in it is missing.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => GetValueAsync(new(), cancellationToken);

    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        if (_parts.IsEmpty)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part is not IValueProvider provider)
            {
                text.Append((string)part);
            }
            else if (await provider.GetValueAsync(context, cancellationToken) is { } value)
            {
                text.Append(value);
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        private readonly ImmutableArray<object>.Builder _parts;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            _parts = ImmutableArray.CreateBuilder<object>((literalLength > 0 ? 1 : 0) + (2 * formattedCount));

        internal ImmutableArray<object> Parts => _parts.ToImmutable();

        public void AppendLiteral(string value) => _parts.Add(value);

        public void AppendFormatted(string? value) => _parts.Add(value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider => _parts.Add(valueProvider);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider => _parts.Add(valueProvider.Resource);
    }
}
