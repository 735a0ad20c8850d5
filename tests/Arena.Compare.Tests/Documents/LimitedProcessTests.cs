using Arena.Web.Documents.Extraction;

namespace Arena.Compare.Tests.Documents;

/// <summary>Programs that do not keep to what they are told.</summary>
public class LimitedProcessTests
{
    private const string Shell = "/bin/sh";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_takes_too_long_is_ended_with_all_that_it_started()
    {
        var hour = $"3600.{Guid.NewGuid().GetHashCode():D10}".Replace("-", "", StringComparison.Ordinal); // by which no other process is called

        var result = await RunAsync($"sleep {hour} & sleep {hour}", TimeSpan.FromMilliseconds(500));

        Assert.Equal(ProcessEnd.TimedOut, result.End);
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), process => CommandOf(process).Contains(hour, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_file_is_written()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Equal(ProcessEnd.Failed, (await RunAsync($"echo text > '{file}'", TimeSpan.FromSeconds(10))).End);
            Assert.Equal("", await File.ReadAllTextAsync(file, Token));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or one that has ended
        }
    }

    private static Task<ProcessResult> RunAsync(string script, TimeSpan timeout)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /bin/sh and /proc.");
        return new LimitedProcess(TimeProvider.System).RunAsync(
            new(Shell, ["-c", script], Path.GetTempPath(), timeout, MemoryMib: 256, MaxOutputBytes: 1000), ReadOnlyMemory<byte>.Empty, Token);
    }
}
