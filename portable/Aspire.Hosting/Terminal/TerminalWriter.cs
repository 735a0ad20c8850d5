namespace Aspire.Hosting.Terminal;

/// <summary>Writes whole lines, each with the name of its resource in the resource's colour.</summary>
internal sealed class TerminalWriter(TextWriter output, bool colour)
{
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Bold = "\e[1m";
    private static readonly string[] Palette = ["\e[36m", "\e[32m", "\e[33m", "\e[35m", "\e[34m", "\e[96m", "\e[92m", "\e[93m", "\e[95m", "\e[94m"];

    private readonly Dictionary<string, string> _colours = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private int _width;

    /// <summary>As usual: on a terminal, unless NO_COLOR is set (https://no-color.org).</summary>
    public static bool SupportsColour => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void WriteLine(string resourceId, string label, string text, bool isError) => Write(resourceId, label, text, isError ? Red : "");

    public void WriteState(string resourceId, string label, string state) => Write(resourceId, label, $"· {state}", Dim);

    public void WriteBanner(string text)
    {
        lock (_lock)
        {
            output.WriteLine(colour ? $"{Bold}{text}{Reset}" : text);
        }
    }

    private void Write(string resourceId, string label, string text, string style)
    {
        lock (_lock)
        {
            _width = Math.Max(_width, label.Length);
            var padding = new string(' ', _width - label.Length);
            if (!colour)
            {
                output.WriteLine($"[{label}]{padding} {text}");
                return;
            }

            if (!_colours.TryGetValue(resourceId, out var own))
            {
                _colours[resourceId] = own = Palette[_colours.Count % Palette.Length];
            }

            output.WriteLine($"{own}[{label}]{Reset}{padding} {style}{text}{Reset}");
        }
    }
}
