using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Arena.Router.Evaluation;
using Microsoft.Extensions.Configuration;

namespace Arena.Router.Tests;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string, string> BadRows => new()
    {
        { "{\"label\":\"tool\",\"text\":\"x\"", "Line 2: " },
        { "[]", "Line 2: a row is a JSON object." },
        { "{\"text\":\"x\"}", "Line 2: label is missing." },
        { "{\"label\":\"tool\"}", "Line 2: text is missing." },
        { "{\"label\":\"tools\",\"text\":\"x\"}", "Line 2: label is 'tools'; it must be tool, irrelevant_tools or chat." },
        { "{\"label\":\"tool\",\"text\":1}", "Line 2: text must be a string." },
        { "{\"label\":\"tool\",\"text\":\"\\ud83d\"}", "Line 2: " },
    };

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_figures_are_one_json_object_with_the_agreed_fields(bool gzipped)
    {
        const string Content =
            """
            {"set":"s1","label":"tool","text":"What is the weather in Oslo?","tools":[{"name":"get_weather","description":"Weather of a city"}],"id":7}

            {"set":"s1","label":"chat","text":"Write a poem about the sea."}
            {"set":"s2","label":"irrelevant_tools","text":"What is the weather in Oslo?","tools":[{"type":"function","function":{"name":"add","parameters":{"type":"object","properties":{"a":{"type":"number"}}}}}]}
            """;
        Write(Encoding.UTF8.GetBytes(Content), gzipped);

        var (exit, output, errors) = Run(_file, "--json");

        using var json = JsonDocument.Parse(output);
        var report = json.RootElement;
        string[] fields = ["rows", "tool_recall", "false_positive_rate", "balanced_accuracy", "auc", "expected_calibration_error", "microseconds_per_query"];
        Assert.Equal((0, "", 1), (exit, errors, output.AsSpan().Count('\n')));
        Assert.Equal([.. fields, "per_set"], report.EnumerateObject().Select(field => field.Name));
        Assert.Equal(["s1", "s2"], report.GetProperty("per_set").EnumerateObject().Select(set => set.Name));
        Assert.All(report.GetProperty("per_set").EnumerateObject(), set => Assert.Equal(fields, set.Value.EnumerateObject().Select(field => field.Name)));
        Assert.Equal((3, 2, 1), (Rows(report), Rows(report.GetProperty("per_set").GetProperty("s1")), Rows(report.GetProperty("per_set").GetProperty("s2"))));
        Assert.Equal((1, 0, 1), (Number(report, "tool_recall"), Number(report, "false_positive_rate"), Number(report, "balanced_accuracy")));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("per_set").GetProperty("s2").GetProperty("tool_recall").ValueKind);
        Assert.InRange(Number(report, "microseconds_per_query"), 0.1, 1e6);

        static int Rows(JsonElement figures) => figures.GetProperty("rows").GetInt32();
        static double Number(JsonElement figures, string name) => figures.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Without_json_there_is_a_table()
    {
        Write("{\"set\":\"s1\",\"label\":\"chat\",\"text\":\"hello\"}"u8.ToArray());

        var (exit, output, errors) = Run(_file);

        Assert.Equal((0, "", 3), (exit, errors, output.Trim().Split('\n').Length));
        Assert.Matches("^set +rows +recall +fpr", output);
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_bad_row_is_one_line_with_its_number(string row, string message)
    {
        Write(Encoding.UTF8.GetBytes($"{{\"label\":\"chat\",\"text\":\"hello\"}}\n{row}\n"));

        var (exit, output, errors) = Run(_file, "--json");

        Assert.Equal((1, "", 1), (exit, output, errors.AsSpan().Count('\n')));
        Assert.StartsWith($"{_file}: {message}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rows_a_broken_gzip_and_none_at_all_are_said_so()
    {
        Write("\n \n"u8.ToArray());
        var empty = Run(_file);
        Write([0x1f, 0x8b, 1, 2, 3]);
        var broken = Run(_file);
        var missing = Run(_file + ".none");

        Assert.Equal((1, $"{_file}: The file has no rows.{Environment.NewLine}"), (empty.Exit, empty.Errors));
        Assert.Equal((1, 1, 1, 1), (broken.Exit, broken.Errors.AsSpan().Count('\n'), missing.Exit, missing.Errors.AsSpan().Count('\n')));
    }

    [Fact]
    public void Called_wrongly_it_says_how()
    {
        (int Exit, string Output, string Errors)[] runs = [Run(), Run("--json"), Run("a", "b"), Run("a", "--xml")];

        Assert.All(runs, run => Assert.Equal((2, "", true), (run.Exit, run.Output, run.Errors.StartsWith("Usage: evaluate FILE [--json].", StringComparison.Ordinal))));
    }

    [Fact]
    public void Thresholds_come_from_the_configuration()
    {
        Write("{\"set\":\"s1\",\"label\":\"chat\",\"text\":\"hello\"}"u8.ToArray());

        var (_, output, _) = RunWith(new() { ["Router:Routing:ToolThresholdWithoutTools"] = "0" }, _file, "--json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement.GetProperty("false_positive_rate").GetDouble());
    }

    private static (int Exit, string Output, string Errors) Run(params string[] arguments) => RunWith([], arguments);

    private static (int Exit, string Output, string Errors) RunWith(Dictionary<string, string?> settings, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = EvaluateCommand.Run(arguments, new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), output, errors);
        return (exit, output.ToString(), errors.ToString());
    }

    private void Write(byte[] content, bool gzipped = false)
    {
        using var file = File.Create(_file);
        using var stream = gzipped ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        stream.Write(content);
    }
}
