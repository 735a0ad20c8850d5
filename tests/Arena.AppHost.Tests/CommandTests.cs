using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Arena.AppHost.Tests;

/// <summary>What the commands of the arena's resources send, and what becomes of the answers.</summary>
public sealed class CommandTests
{
    private const string Key = "0123456789abcdef";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gpu-node", "swap", "sim-ember", """POST /api/admin/nodes/gpu-node/swap {"model":"sim-ember"}""")]
    [InlineData("ollama", "warm", "sim-ember", """POST /api/admin/nodes/ollama/warm {"model":"sim-ember"}""")]
    [InlineData("gpu-node", "drain", null, "POST /api/admin/nodes/gpu-node/drain ")]
    [InlineData("gpu-node", "undrain", null, "POST /api/admin/nodes/gpu-node/undrain ")]
    [InlineData("gpu-node", "force-fallback", null, "POST /api/admin/nodes/gpu-node/force-fallback ")]
    [InlineData("ollama", "restore", null, "POST /api/admin/nodes/ollama/restore ")]
    [InlineData("ratings", "recompute", null, "POST /api/admin/ratings/recompute ")]
    public async Task A_command_is_a_call_of_the_service_with_the_admin_key(string resource, string command, string? model, string expected)
    {
        var calls = new List<string>();
        await using var service = await ServiceAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            calls.Add($"{context.Request.Method} {context.Request.Path} {await body.ReadToEndAsync(Cancelled)}");
            context.Response.StatusCode = context.Request.Headers["x-admin-key"] == Key ? 200 : 401;
            await context.Response.WriteAsync("""{"status":"up"}""", Cancelled);
        });

        var result = await ExecuteAsync(service, resource, command, model);

        Assert.Equal([expected], calls);
        Assert.Equal((true, """{"status":"up"}"""), (result.Success, result.Data?.Value));
    }

    [Fact]
    public async Task Why_a_node_did_not_do_it_is_what_the_person_reads()
    {
        await using var service = await ServiceAsync(async context =>
        {
            context.Response.StatusCode = 409;
            await context.Response.WriteAsync("""{"title":"The node did not do it.","detail":"2 requests are still under way after 30 s."}""", Cancelled);
        });

        var result = await ExecuteAsync(service, "gpu-node", "drain", model: null);

        Assert.Equal((false, "2 requests are still under way after 30 s."), (result.Success, result.Message));
    }

    private static async Task<ExecuteCommandResult> ExecuteAsync(WebApplication service, string resource, string command, string? model)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Arena_AppHost>(["--Arena:Models=simulated", $"--Parameters:admin-key={Key}"], Cancelled);
        foreach (var endpoint in builder.Resources.Where(candidate => candidate.Name is "inference" or "ratings").SelectMany(candidate => candidate.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.AllocatedEndpoint = new(endpoint, "127.0.0.1", new Uri(service.Urls.Single()).Port);
        }

        var annotation = builder.Resources.Single(candidate => candidate.Name == resource).Annotations.OfType<ResourceCommandAnnotation>().Single(candidate => candidate.Name == command);
        Assert.Equal(model is null ? [] : ["model"], annotation.Arguments.Select(argument => argument.Name));
        return await annotation.ExecuteCommand(new()
        {
            ServiceProvider = service.Services,
            ResourceName = resource,
            CancellationToken = Cancelled,
            Logger = NullLogger.Instance,
            Arguments = new([.. annotation.Arguments.Select(argument => new InteractionInput { Name = argument.Name, InputType = argument.InputType, Value = model })]),
        });
    }

    private static async Task<WebApplication> ServiceAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Cancelled);
        return app;
    }
}
