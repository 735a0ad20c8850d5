using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Arena.Ratings.CommandLine.Rate;

namespace Arena.Ratings.Engine.Tests.CommandLine;

/// <summary>Runs <c>rate</c> in this process on files in a folder of the test's own.</summary>
public sealed class RateFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("arena-rate-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string File(string name, string content) => Bytes(name, Encoding.UTF8.GetBytes(content));

    public string Bytes(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(Path(name), content);
        return Path(name);
    }

    public static byte[] Gzip(params string[] members)
    {
        using var packed = new MemoryStream();
        foreach (var member in members)
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes(member));
        }

        return packed.ToArray();
    }

    public static (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = RateCommand.Run(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs with --json and reads what was printed, which must be one object and nothing else.</summary>
    public static JsonElement Json(params string[] args)
    {
        var (exitCode, output, error) = Run([.. args, "--json"]);
        Assert.True(exitCode == 0, error);
        return JsonElement.Parse(output);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
