using System.Globalization;
using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Text;

/// <summary>Finds and works out the first sum in a text: + − × ÷ with the usual precedence and parentheses.</summary>
internal static partial class Arithmetic
{
    public static bool TrySolve(string text, out string expression, out decimal value)
    {
        foreach (Match match in Sum().Matches(Words(text)))
        {
            expression = match.Value.Trim();
            var parser = new Parser(Blank().Replace(expression, ""));
            if (parser.TryParse(out value))
            {
                return true;
            }
        }

        (expression, value) = ("", 0);
        return false;
    }

    public static string Write(decimal value) => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Words(string text) => text
        .Replace(" divided by ", " / ", StringComparison.OrdinalIgnoreCase)
        .Replace(" multiplied by ", " * ", StringComparison.OrdinalIgnoreCase)
        .Replace(" times ", " * ", StringComparison.OrdinalIgnoreCase)
        .Replace(" plus ", " + ", StringComparison.OrdinalIgnoreCase)
        .Replace(" minus ", " - ", StringComparison.OrdinalIgnoreCase)
        .Replace('×', '*').Replace('÷', '/').Replace('−', '-');

    // At least two numbers with an operator between. The bounds keep hostile input from deep recursion and long backtracking.
    [GeneratedRegex(@"[(\s]{0,8}-?\d{1,12}(?:\.\d{1,6})?[)\s]{0,8}(?:[-+*/][(\s]{0,8}-?\d{1,12}(?:\.\d{1,6})?[)\s]{0,8}){1,20}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    /// <summary>sum = product {("+"|"-") product}; product = factor {("*"|"/") factor}; factor = number | "-" factor | "(" sum ")".</summary>
    private sealed class Parser(string text)
    {
        private int _at;

        public bool TryParse(out decimal value)
        {
            try
            {
                value = Sum();
                return _at == text.Length;
            }
            catch (Exception e) when (e is FormatException or OverflowException or DivideByZeroException)
            {
                value = 0;
                return false;
            }
        }

        private decimal Sum()
        {
            var value = Product();
            while (_at < text.Length && text[_at] is '+' or '-')
            {
                value = text[_at++] == '+' ? value + Product() : value - Product();
            }

            return value;
        }

        private decimal Product()
        {
            var value = Factor();
            while (_at < text.Length && text[_at] is '*' or '/')
            {
                value = text[_at++] == '*' ? value * Factor() : value / Factor();
            }

            return value;
        }

        private decimal Factor()
        {
            if (_at < text.Length && text[_at] == '-')
            {
                _at++;
                return -Factor();
            }

            if (_at < text.Length && text[_at] == '(')
            {
                _at++;
                var inner = Sum();
                if (_at >= text.Length || text[_at++] != ')')
                {
                    throw new FormatException("')' is missing.");
                }

                return inner;
            }

            var start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
            {
                _at++;
            }

            return decimal.Parse(text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        }
    }
}
