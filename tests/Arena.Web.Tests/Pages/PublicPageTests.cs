using System.Net.Http.Json;

namespace Arena.Web.Tests.Pages;

/// <summary>Pages that are the same for everybody.</summary>
public class PublicPageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/chat")]
    [InlineData("/leaderboard")]
    [InlineData("/nodes")]
    public async Task A_public_page_has_a_version_and_is_the_same_for_a_voter_and_a_stranger(string page)
    {
        using var voter = pages.Reader();
        using var battle = await voter.PostAsync("/api/arena/start_battle", JsonContent.Create(new { message = "Hi" }), Token); // a session of their own
        using var stranger = pages.Reader();

        using var theirs = await voter.GetAsync(page, Token);
        using var seen = await stranger.GetAsync(page, Token);

        Assert.True(battle.Headers.Contains("Set-Cookie"));
        Assert.NotNull(seen.Headers.ETag);
        Assert.Equal(seen.Headers.ETag, theirs.Headers.ETag);
        Assert.Equal((true, true), (seen.Headers.CacheControl!.Public, seen.Headers.CacheControl.NoCache));
        Assert.False(seen.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_page_with_a_token_is_kept_by_nobody()
    {
        using var reader = pages.Reader();

        using var response = await reader.GetAsync("/side-by-side", Token);

        Assert.Null(response.Headers.ETag);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }
}
