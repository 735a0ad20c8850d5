using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Tests;

/// <summary>Against a server that speaks the two calls of https://github.com/ollama/ollama/blob/main/docs/api.md.</summary>
public sealed class OllamaTests : IAsyncLifetime
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create();
    private readonly WebApplication _server = WebApplication.CreateBuilder().Build();
    private readonly List<string> _models = ["other:latest"];

    public async ValueTask InitializeAsync()
    {
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/api/tags", () => new { models = _models.Select(name => new { name }) });
        _server.MapPost("/api/pull", async (JsonElement request, HttpResponse response, CancellationToken gone) =>
        {
            var model = request.GetProperty("model").GetString()!;
            if (model == "unknown")
            {
                await response.WriteAsync("""{"error":"pull model manifest: file does not exist"}""" + "\n", gone);
                return;
            }

            await response.WriteAsync("""{"status":"pulling manifest"}""" + "\n", gone);
            await response.WriteAsync("""{"status":"pulling 8eeb52dfb3bb","total":200,"completed":84}""" + "\n", gone);
            _models.Add(model);
            await response.WriteAsync("""{"status":"success"}""" + "\n", gone);
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _builder.DisposeAsync();
    }

    [Theory]
    [InlineData("llama3.2:1b", HealthStatus.Healthy)]
    [InlineData("unknown", HealthStatus.Unhealthy)]
    public async Task A_model_is_healthy_once_it_has_been_pulled_and_one_that_cannot_be_is_said(string name, HealthStatus expected)
    {
        var model = AddModel(name);
        await using var app = await _builder.BuildAsync(TestContext.Current.CancellationToken);
        var check = new OllamaModelHealthCheck(model);
        var before = await check.CheckHealthAsync(new(), TestContext.Current.CancellationToken);

        await OllamaModelPull.RunAsync(model, app.Services, TestContext.Current.CancellationToken);

        var after = await check.CheckHealthAsync(new(), TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Unhealthy, expected), (before.Status, after.Status));
    }

    [Fact]
    public async Task A_model_is_named_after_its_server_and_hands_out_both()
    {
        var model = AddModel("llama3.2:1b");

        Assert.Equal("ollama-llama3-2", model.Name);
        Assert.Equal(["llama3.2:1b"], model.Parent.Models);
        Assert.Equal(
            $"Endpoint={_server.Urls.Single()};Model=llama3.2:1b",
            await ((IResourceWithConnectionString)model).GetConnectionStringAsync(TestContext.Current.CancellationToken));
    }

    private OllamaModelResource AddModel(string name)
    {
        var ollama = _builder.AddOllamaLocal("ollama");
        var model = ollama.AddModel(name).Resource;
        var endpoint = ollama.Resource.Annotations.OfType<EndpointAnnotation>().Single();
        endpoint.AllocatedEndpoint = new(endpoint, "127.0.0.1", new Uri(_server.Urls.Single()).Port);
        return model;
    }
}
