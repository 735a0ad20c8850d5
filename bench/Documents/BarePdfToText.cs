using System.Diagnostics;

namespace Arena.Bench.Documents;

/// <summary>The baseline: the program alone, without limits, from the bytes to the text.</summary>
internal static class BarePdfToText
{
    public const string Name = "bare pdftotext";

    /// <summary>Null where it is not installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "pdftotext")).FirstOrDefault(File.Exists);

    public static async Task<int> PagesAsync(string program, byte[] file)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-enc", "UTF-8", "-", "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var writing = WriteAsync(process.StandardInput.BaseStream, file);
        var text = await process.StandardOutput.ReadToEndAsync();
        await writing;
        await process.WaitForExitAsync();
        return text.Count(character => character == '\f');
    }

    private static async Task WriteAsync(Stream input, byte[] file)
    {
        await using (input)
        {
            await input.WriteAsync(file);
        }
    }
}
