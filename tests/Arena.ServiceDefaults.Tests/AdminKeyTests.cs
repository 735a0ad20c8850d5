using System.Net;
using System.Net.Http.Json;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Arena.ServiceDefaults.Tests;

// ASP.NET Core's spans are the process's: one host at a time.
[Collection("host")]
public sealed class AdminKeyTests
{
    private const string Key = "0123456789abcdef";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x-admin-key", Key, HttpStatusCode.OK)]
    [InlineData("Authorization", $"Bearer {Key}", HttpStatusCode.OK)]
    [InlineData("Authorization", $"bearer  {Key}", HttpStatusCode.OK)]
    [InlineData("x-admin-key", "0123456789abcdeF", HttpStatusCode.Unauthorized)]
    [InlineData("x-admin-key", "0123456789abcde", HttpStatusCode.Unauthorized)]
    [InlineData("x-admin-key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Basic {Key}", HttpStatusCode.Unauthorized)]
    [InlineData("x-other", Key, HttpStatusCode.Unauthorized)]
    public async Task Only_the_key_opens_an_admin_endpoint(string header, string value, HttpStatusCode expected)
    {
        await using var app = await StartAsync(Key);
        using var response = await PostAsync(app, new { Count = 1 }, header, value);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Who_has_no_key_gets_a_problem_with_a_stable_type_before_the_body_is_looked_at()
    {
        await using var app = await StartAsync(Key);
        using var response = await PostAsync(app, "no such body", "x-other", "");
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancelled);

        Assert.Equal((401, ProblemTypes.AdminKeyRequired), ((int)response.StatusCode, problem!.Type));
        Assert.Contains("x-admin-key", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Where_no_key_is_configured_nobody_gets_in()
    {
        await using var app = await StartAsync(key: null);
        using var response = await PostAsync(app, new { Count = 1 }, "x-admin-key", "");
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancelled);

        Assert.Equal((401, ProblemTypes.AdminKeyRequired), ((int)response.StatusCode, problem!.Type));
        Assert.Contains("No admin key is configured", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_could_be_guessed_stops_the_service()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("short"));

        Assert.Contains("Arena:Admin:Key must have at least 16 characters.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_endpoints_ask_for_no_key()
    {
        await using var app = await StartAsync(Key);
        using var client = app.GetTestClient();

        using var response = await client.GetAsync(new Uri("/open", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync<T>(WebApplication app, T body, string header, string value)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/things") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request, Cancelled);
    }

    private static async Task<WebApplication> StartAsync(string? key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([new("Arena:Admin:Key", key)]);
        builder.Services.AddRouting();
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapGet("/open", () => TypedResults.Ok());
        app.MapPost("/api/admin/things", (Things things) => TypedResults.Ok(things.Count)).RequireAdminKey();
        await app.StartAsync(Cancelled);
        return app;
    }

    private sealed record Things(int Count);
}
