using System.Net;
using System.Text.RegularExpressions;
using Arena.Web.Operations.Owners;

namespace Arena.Web.Tests.Pages;

/// <summary>What only owners see, and who is one.</summary>
public class OwnerTests : IAsyncLifetime
{
    private readonly PagesFixture _pages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _pages.InitializeAsync();
        const string Node =
            """
            {"name":"gpu","driver":"vllm","state":"up","reason":"","models":["m"],"routing":"open","in_flight":1,"complaints":[],
            "memory":{"vram_mib":1024,"used_vram_mib":512,"max_loaded":0,"queue":2,"loaded":[],"loads":{"request":1}}}
            """;
        _pages.Services["/api/nodes"] = $$"""{"nodes":[{{Node}}]}""";
        _pages.Services["/api/admin/nodes/gpu"] = $$"""{"node":{{Node}},"history":[{"at":"2026-03-01T11:00:00+00:00","kind":"load","model":"m-secret","cause":"request","for":"","seconds":2.5,"error":""}]}""";
    }

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Swaps_are_shown_to_who_gave_the_admin_key_until_the_pass_ends()
    {
        using var reader = _pages.Reader();
        var before = await reader.GetStringAsync("/nodes", Token);

        using var signedIn = await SignInAsync(reader, PagesFixture.AdminKey);
        using var after = await reader.GetAsync("/nodes", Token);
        _pages.Time.Advance(OwnerPass.Lifetime);
        var late = await reader.GetStringAsync("/nodes", Token);

        Assert.Equal("/nodes", signedIn.Headers.Location!.ToString());
        Assert.Contains("private", after.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            (false, true, false),
            (before.Contains("m-secret", StringComparison.Ordinal), (await after.Content.ReadAsStringAsync(Token)).Contains("m-secret", StringComparison.Ordinal), late.Contains("m-secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_nodes_are_doing_is_asked_for_with_the_owner_s_key_and_kept_for_nobody_else()
    {
        using var reader = _pages.Reader();
        await reader.GetStringAsync("/nodes", Token);
        using var signedIn = await SignInAsync(reader, PagesFixture.AdminKey);
        await reader.GetStringAsync("/nodes", Token);
        using var signedOut = _pages.Reader();
        await signedOut.GetStringAsync("/nodes", Token);

        var asked = _pages.Services.Asked.Where(request => request.Path == "/api/nodes").Select(request => (request.Key, KnowsIt: request.Known.Length > 0));
        Assert.Equal([("", false), (PagesFixture.AdminKey, false), ("", true)], asked);
    }

    [Fact]
    public async Task A_campaign_is_exported_with_one_click_by_who_gave_the_key_at_the_one_place_for_it()
    {
        _pages.Services["/api/campaigns/spring"] =
            """{"name":"spring","title":"Spring","description":"","rubric":null,"prompts":2,"votes":3,"interval_width":null,"target":{"votes":3,"interval_width":null},"state":"reached"}""";
        _pages.Services["/api/campaigns/spring/consistency"] = """{"repeated":{"pairs":4,"same":0.75,"alpha":0.5},"between_voters":{"pairs":0,"same":null,"alpha":null}}""";
        _pages.Services["/api/export/dpo"] = """{"prompt":[],"chosen":[],"rejected":[]}""";
        using var reader = _pages.Reader();
        var before = await reader.GetStringAsync("/campaigns/spring", Token);
        using var refused = await reader.GetAsync("/campaigns/spring/dpo.jsonl", Token);
        Assert.Empty(AskedAsOwner());

        using var signedIn = await SignInAsync(reader, PagesFixture.AdminKey, "/campaigns/spring");
        var after = await reader.GetStringAsync(signedIn.Headers.Location, Token);
        using var export = await reader.GetAsync("/campaigns/spring/dpo.jsonl", Token);
        _pages.Services.Down = true;
        using var failed = await reader.GetAsync("/campaigns/spring/dpo.jsonl", Token);

        const string SignIn = "/owner?returnUrl=%2Fcampaigns%2Fspring";
        Assert.Contains($"href=\"{SignIn}\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("dpo.jsonl\"", before, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, SignIn), (refused.StatusCode, refused.Headers.Location!.ToString()));
        Assert.Contains("href=\"/campaigns/spring/dpo.jsonl\"", after, StringComparison.Ordinal);
        Assert.Contains("pair again: 75 % of 4 the same, α 0.50. Different voters on the same pair: none yet.", WebUtility.HtmlDecode(after), StringComparison.Ordinal);
        Assert.Equal(
            ("spring.dpo.jsonl", "application/x-ndjson", """{"prompt":[],"chosen":[],"rejected":[]}"""),
            (export.Content.Headers.ContentDisposition!.FileName, export.Content.Headers.ContentType!.MediaType, await export.Content.ReadAsStringAsync(Token)));
        Assert.Equal((HttpStatusCode.Redirect, "/campaigns/spring?export=failed"), (failed.StatusCode, failed.Headers.Location!.ToString()));
        Assert.Equal(
            [("/api/campaigns/spring/consistency", PagesFixture.AdminKey), ("/api/export/dpo?campaign=spring", PagesFixture.AdminKey), ("/api/export/dpo?campaign=spring", PagesFixture.AdminKey)],
            AskedAsOwner());

        IEnumerable<(string Path, string Key)> AskedAsOwner() => _pages.Services.Asked.Where(asked => asked.Key.Length > 0).Select(asked => (asked.Path, asked.Key));
    }

    [Fact]
    public async Task Another_key_is_refused_in_words()
    {
        using var reader = _pages.Reader();

        using var refused = await SignInAsync(reader, "not-the-key-of-the-tests");
        var page = await reader.GetStringAsync(refused.Headers.Location, Token);

        Assert.Contains("That is not the admin key.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("m-secret", await reader.GetStringAsync("/nodes", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999999999.")]
    [InlineData("9999999999.AAAA")]
    [InlineData("yes")]
    [InlineData("9999999999.47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")]
    public async Task A_pass_that_we_did_not_write_is_none(string pass)
    {
        using var reader = _pages.Reader();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nodes");
        request.Headers.Add("Cookie", $"{OwnerPass.Cookie}={pass}");

        using var response = await reader.SendAsync(request, Token);

        Assert.DoesNotContain("m-secret", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        using var reader = _pages.Reader();
        using var form = new FormUrlEncodedContent([new("key", PagesFixture.AdminKey)]);

        using var response = await reader.PostAsync("/owner/sign-in", form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient reader, string key, string returnUrl = "/nodes")
    {
        var page = await reader.GetStringAsync("/owner", Token);
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("key", key), new("returnUrl", returnUrl), new("__RequestVerificationToken", token)]);
        return await reader.PostAsync("/owner/sign-in", form, Token);
    }
}
