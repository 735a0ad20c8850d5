using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.AppHost.Input;

namespace Arena.AppHost.Doctor;

/// <summary>The verb <c>doctor</c>: says what was found, what a start would use and why, and how to change it.</summary>
internal static class DoctorVerb
{
    private const string Name = "doctor";
    private const string JsonSwitch = "--json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static bool IsAsked(string[] args) => args is [Name, ..];

    /// <summary>Prints the findings, with <c>--json</c> as JSON.</summary>
    /// <returns>0, or 1 when a start would fail.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var rest = args[1..].Where(argument => argument != JsonSwitch).ToArray();
        var builder = DistributedApplication.CreateBuilder(ArenaArguments.Checked(rest));
        var findings = await new Examination(builder.Configuration, ArenaStorage.DataFolder(builder)).RunAsync(CancellationToken.None);
        await output.WriteLineAsync(args.Contains(JsonSwitch, StringComparer.Ordinal) ? JsonSerializer.Serialize(findings, Json) : Table(findings));
        return findings.Any(finding => finding.Verdict == Verdict.Broken) ? 1 : 0;
    }

    /// <summary>One block for each part: its name once, then what there is to say, aligned.</summary>
    private static string Table(IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(finding => finding.Part.Length);
        var indent = new string(' ', width + 5);
        return string.Join("\n", findings.Select(finding =>
            $"  {Mark(finding.Verdict)} {finding.Part.PadRight(width)}  found   {finding.Found}\n{indent} chosen  {finding.Chosen}\n{indent} change  {finding.Change}"));
    }

    private static char Mark(Verdict verdict) => verdict switch
    {
        Verdict.Good => '✓',
        Verdict.Lesser => '!',
        _ => '✗',
    };
}
