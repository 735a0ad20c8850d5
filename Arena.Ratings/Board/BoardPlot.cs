using System.Xml;
using Arena.Ratings.Engine;

namespace Arena.Ratings.Board;

/// <summary>The board as SVG: a dot for each rating, a bar for its interval, best model on top. Light and dark by the viewer's choice.</summary>
internal static class BoardPlot
{
    private const int RowHeight = 20;
    private const int Top = 50;
    private const int Left = 340;
    private const int Right = 900;
    private const int Width = 940;

    /// <summary>Draws a board.</summary>
    /// <param name="models">Best first, at least one.</param>
    /// <param name="votes">That the board counts.</param>
    public static void Write(IReadOnlyList<PlottedModel> models, long votes, Stream output)
    {
        using var svg = XmlWriter.Create(output, new() { Indent = true });
        Draw(svg, models, votes);
    }

    private static void Draw(XmlWriter svg, IReadOnlyList<PlottedModel> models, long votes)
    {
        var axis = Axis.Of(models);
        var height = Top + (models.Count * RowHeight) + 20;
        svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attributes(svg, ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("font-family", "system-ui, sans-serif"), ("font-size", "12"));
        svg.WriteElementString("title", $"Ratings of {models.Count} models from {votes} votes, with 95 % intervals");
        svg.WriteElementString("style", Style);
        Element(svg, "rect", ("class", "ground"), ("width", Width), ("height", height));
        foreach (var tick in axis.Ticks())
        {
            Element(svg, "line", ("class", "grid"), ("x1", axis.X(tick)), ("x2", axis.X(tick)), ("y1", Top - 10), ("y2", height - 20));
            Text(svg, $"{tick:F0}", ("x", axis.X(tick)), ("y", Top - 18), ("text-anchor", "middle"));
        }

        foreach (var (index, model) in models.Index())
        {
            DrawModel(svg, axis, model, Top + (index * RowHeight) + (RowHeight / 2.0));
        }

        svg.WriteEndElement();
    }

    private static void DrawModel(XmlWriter svg, Axis axis, PlottedModel model, double y)
    {
        Text(svg, model.Name, ("x", Left - 12), ("y", y + 4), ("text-anchor", "end"));
        if (model.Interval is { } interval)
        {
            Element(
                svg, "line", ("class", model.Status.Name()), ("stroke-width", 3),
                ("x1", axis.X(interval.Lower)), ("x2", axis.X(interval.Upper)), ("y1", y), ("y2", y));
        }

        Element(svg, "circle", ("class", model.Status.Name()), ("cx", axis.X(model.Rating)), ("cy", y), ("r", 4));
    }

    private const string Style =
        """
        .ground{fill:#fff} text{fill:#222} .grid{stroke:#ddd}
        .established{stroke:#2563eb;fill:#2563eb} .usable{stroke:#b45309;fill:#b45309} .preliminary{stroke:#9ca3af;fill:#9ca3af}
        @media (prefers-color-scheme:dark){.ground{fill:#111} text{fill:#ddd} .grid{stroke:#333} .established{stroke:#60a5fa;fill:#60a5fa}}
        """;

    private static void Text(XmlWriter svg, string text, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        svg.WriteStartElement("text");
        Attributes(svg, attributes);
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    private static void Element(XmlWriter svg, string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        svg.WriteStartElement(name);
        Attributes(svg, attributes);
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.WriteAttributeString(name, value is double number ? $"{number:0.##}" : $"{value}");
        }
    }

    /// <summary>From ratings to places on the page.</summary>
    private sealed record Axis(double From, double To, double Step)
    {
        public static Axis Of(IReadOnlyList<PlottedModel> models)
        {
            var from = models.Min(model => Math.Min(model.Rating, model.Interval?.Lower ?? model.Rating));
            var to = models.Max(model => Math.Max(model.Rating, model.Interval?.Upper ?? model.Rating));
            var rough = Math.Max(to - from, 1) / 6;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
            return new(Math.Floor(from / step) * step, Math.Ceiling(to / step) * step, step);
        }

        public double X(double rating) => Left + ((rating - From) / Math.Max(To - From, 1e-9) * (Right - Left));

        public IEnumerable<double> Ticks()
        {
            for (var tick = From; tick <= To + (Step / 2); tick += Step)
            {
                yield return tick;
            }
        }
    }
}

/// <summary>One line of the plot.</summary>
internal sealed record PlottedModel(string Name, double Rating, Interval? Interval, BoardStatus Status);
