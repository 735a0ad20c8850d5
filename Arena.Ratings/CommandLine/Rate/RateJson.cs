using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>The result as one JSON object, in the form that scripts depend on.</summary>
internal static class RateJson
{
    public static void Write(RateResult result, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(result, json);
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void Write(RateResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("method", Name(result.Options.Method));
        json.WriteNumber("votes", result.Votes);
        json.WriteStartArray("models");
        foreach (var row in result.Board.Rows)
        {
            Write(row, json);
        }

        json.WriteEndArray();
        Write(json, "gradient_norm", result.Fit?.GradientNorm);
        if (result.Fit?.TieParameter is { } nu)
        {
            json.WriteNumber("nu", nu);
        }

        if (result.Fit?.PositionBias is { } bias)
        {
            json.WriteStartObject("position_bias");
            json.WriteNumber("logit", bias.Logit);
            json.WriteNumber("standard_error", bias.StandardError);
            json.WriteEndObject();
        }

        json.WriteStartObject("seconds");
        json.WriteNumber("read", result.Seconds.Read);
        json.WriteNumber("fit", result.Seconds.Fit);
        json.WriteNumber("intervals", result.Seconds.Intervals);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(LeaderboardRow row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", row.Model);
        json.WriteNumber("rating", row.Rating);
        Write(json, "lower", row.Interval?.Lower);
        Write(json, "upper", row.Interval?.Upper);
        json.WriteNumber("battles", row.Battles);
        json.WriteString("status", row.Status.Name());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name); // Elo has no gradient, and no interval unless one is asked for
        }
    }

    private static string Name(RateMethod method) => method switch
    {
        RateMethod.Elo => "elo",
        RateMethod.Davidson => "davidson",
        _ => "bradley-terry",
    };
}
