namespace Arena.Web.Tests.Pages;

/// <summary>What pages name to be loaded with them.</summary>
public sealed class AssetTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    /// <summary>The tests' own program hosts the service here, as the AppHost does with <c>--in-process</c>.</summary>
    [Fact]
    public async Task Assets_are_named_by_their_content_whichever_program_hosts_the_service()
    {
        using var reader = pages.Reader();

        var html = await reader.GetStringAsync("/", TestContext.Current.CancellationToken);

        Assert.Matches("""<link rel="stylesheet" href="/dist/app\.\w{10}\.css" />""", html);
        Assert.Matches("""<link rel="preload" href="/dist/assets/inter-latin-wght-normal-[\w-]{8}\.woff2" as="font" type="font/woff2" crossorigin />""", html);
    }
}
