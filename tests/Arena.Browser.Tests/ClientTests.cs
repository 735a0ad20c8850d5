using Arena.Browser.Tests.Stage;

namespace Arena.Browser.Tests;

/// <summary>The island's own tests, so that <c>dotnet test</c> runs them too.</summary>
public class ClientTests
{
    [Fact]
    public Task The_state_machine_the_stream_and_the_sanitiser_pass_their_tests() => Node.RunAsync(
        Paths.Of("ArenaWebClient"),
        ["node_modules/vitest/vitest.mjs", "run", "--no-color"],
        new(StringComparer.Ordinal),
        TestContext.Current.CancellationToken);
}
