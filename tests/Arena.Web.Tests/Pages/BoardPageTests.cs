using System.Net;
using System.Text.RegularExpressions;

namespace Arena.Web.Tests.Pages;

/// <summary>Pages about boards: what they ask of the ratings service, what they say, and how they are kept.</summary>
public partial class BoardPageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_board_is_a_table_that_says_what_it_rests_on()
    {
        using var reader = pages.Reader();

        var text = TextOf(await reader.GetStringAsync("/leaderboard", Token));

        Assert.Contains("7 blind votes on 2 models.", text, StringComparison.Ordinal);
        Assert.Contains("1 1–2 B Best usable 1599 ± 20 4 50.0 % 25.0 %", text, StringComparison.Ordinal);
        Assert.Contains("Bradley–Terry, arena-board/1 Code 1.2.3 Data The ledger's first 9 records; their hash is c0ffee", text, StringComparison.Ordinal);
        Assert.Contains("Flagged: Duplicate 2 votes, kept and left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_text_and_an_id_with_a_slash_is_a_path()
    {
        using var reader = pages.Reader();

        var html = await reader.GetStringAsync("/leaderboard", Token);

        Assert.Contains("Worst &lt;b&gt;&amp;amp;", html, StringComparison.Ordinal);
        Assert.Contains("""<a href="/models/org/best">Best</a>""", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/leaderboard", "/api/leaderboard?page=1&size=100")]
    [InlineData("/leaderboard?page=3", "/api/leaderboard?page=3&size=100")]
    [InlineData("/leaderboard?page=-1", "/api/leaderboard?page=1&size=100")]
    [InlineData("/leaderboard?category=code&language=de&ties=drop&both_bad=drop&style_control=true", "/api/leaderboard?category=code&language=de&ties=drop&both_bad=drop&style_control=true&page=1&size=100")]
    [InlineData("/leaderboard?period=30d", "/api/leaderboard?from=2026-01-30&page=1&size=100")]
    [InlineData("/leaderboard?period=30d&from=2026-02-02", "/api/leaderboard?from=2026-02-02&page=1&size=100")]
    [InlineData("/leaderboard?method=elo&category=code", "/api/leaderboard?method=elo&category=code&page=1&size=100")]
    [InlineData("/leaderboard/win-rates?method=elo", "/api/leaderboard/matrix")]
    [InlineData("/leaderboard/robustness?weights=balanced", "/api/leaderboard/robustness?weights=balanced")]
    [InlineData("/leaderboard?category=a%26b%3Dc", "/api/leaderboard?category=a%26b%3Dc&page=1&size=100")]
    [InlineData("/leaderboard?nonsense=1&method=", "/api/leaderboard?page=1&size=100")]
    public async Task The_filters_of_a_page_are_those_of_the_service(string page, string asked)
    {
        pages.Services.Asked.Clear();
        using var reader = pages.Reader();

        using var response = await reader.GetAsync(page, Token);

        Assert.Contains(asked, pages.Services.Asked.Select(request => request.Path));
    }

    [Fact]
    public async Task A_filter_that_is_none_is_explained_in_the_words_of_the_service()
    {
        using var reader = pages.Reader();

        using var response = await reader.GetAsync("/leaderboard?ties=sometimes", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("ties is 'sometimes': half or drop is expected.", TextOf(await response.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again_and_its_data_are_not_either()
    {
        using var reader = pages.Reader();
        using var first = await reader.GetAsync("/leaderboard?language=de", Token);

        using var again = await GetIfChangedAsync(reader, first.Headers.ETag!.ToString(), theme: "dark");
        using var light = await GetIfChangedAsync(reader, first.Headers.ETag.ToString(), theme: "light");

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, light.StatusCode));
        Assert.Equal("public, no-cache", first.Headers.CacheControl!.ToString().Replace("no-cache, public", "public, no-cache", StringComparison.Ordinal));
        Assert.Contains("Cookie", first.Headers.Vary);
        Assert.False(first.Headers.Contains("Set-Cookie"));
        Assert.NotEqual("", pages.Services.Asked.Last(request => request.Path.Contains("language=de", StringComparison.Ordinal)).Known);

        static async Task<HttpResponseMessage> GetIfChangedAsync(HttpClient client, string version, string theme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/leaderboard?language=de");
            request.Headers.TryAddWithoutValidation("If-None-Match", version);
            request.Headers.Add("Cookie", $"arena-theme={theme}");
            return await client.SendAsync(request, Token);
        }
    }

    [Theory]
    [InlineData("/leaderboard")]
    [InlineData("/leaderboard/win-rates")]
    [InlineData("/leaderboard/history")]
    [InlineData("/leaderboard/robustness")]
    [InlineData("/models/org/best")]
    [InlineData("/analytics")]
    [InlineData("/nodes")]
    public async Task A_service_that_is_down_is_a_sentence_on_the_page(string page)
    {
        await using var down = new PagesFixture();
        await down.InitializeAsync();
        down.Services.Down = true;
        using var reader = down.Reader();

        using var response = await reader.GetAsync(page, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("does not answer now. Try again in a moment.", TextOf(await response.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_has_a_page_and_one_that_nobody_knows_has_none()
    {
        pages.Services["/api/leaderboard/models/org/best"] =
            $$"""{"row":{{PagesFixture.Row(1, "org/best", "Best")}},"total":2,"strengths":[{"category":"code","total":2,"row":{{PagesFixture.Row(2, "org/best", "Best")}}}],"opponents":[{"model_id":"worst","display_name":"Worst","rating":1400,"battles":4,"wins":1,"losses":1,"ties":1,"both_bad":1,"win_rate":0.5}]}""";
        pages.Services["/api/leaderboard/models/nobody"] = """{"row":null,"total":2,"strengths":[],"opponents":[]}""";
        using var reader = pages.Reader();

        var known = TextOf(await reader.GetStringAsync("/models/org/best", Token));
        using var unknown = await reader.GetAsync("/models/nobody", Token);

        Assert.Contains("Rank 1 of 2; by intervals 1–2", known, StringComparison.Ordinal);
        Assert.Contains("Code 2 of 2 1598", known, StringComparison.Ordinal);
        Assert.Contains("Worst 1400 50.0 % 4 1 1 1 1", known, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    /// <summary>What a reader sees, without the marks and with single blanks.</summary>
    internal static string TextOf(string html) => Blanks().Replace(WebUtility.HtmlDecode(Marks().Replace(Unseen().Replace(html, " "), " ")), " ");

    [GeneratedRegex("<(?<name>script|style|svg|head)\\b[^>]*>.*?</\\k<name>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Unseen();

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Marks();

    [GeneratedRegex("\\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Blanks();
}
