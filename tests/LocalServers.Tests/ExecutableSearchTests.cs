using Arena.LocalServers.Processes;

namespace Arena.LocalServers.Tests;

public sealed class ExecutableSearchTests
{
    [Fact]
    public void A_file_that_cannot_be_run_is_no_program()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no execute bit.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("programs-");
        try
        {
            var program = Path.Combine(folder.FullName, "server");
            File.WriteAllText(program, "");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var before = ExecutableSearch.In(folder.FullName, "server");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            Assert.Equal((null, program), (before, ExecutableSearch.In(folder.FullName, "server")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_no_program()
    {
        var folder = Directory.CreateTempSubdirectory("programs-");
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "server"), Path.Combine(folder.FullName, "gone"));

            Assert.Null(ExecutableSearch.In(folder.FullName, "server"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
