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

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient reader, string key)
    {
        var page = await reader.GetStringAsync("/owner", Token);
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("key", key), new("returnUrl", "/nodes"), new("__RequestVerificationToken", token)]);
        return await reader.PostAsync("/owner/sign-in", form, Token);
    }
}
