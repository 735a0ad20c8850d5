using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Arena.GrpcTests;

public sealed class HealthTests(NodePeer peer) : IAsyncLifetime
{
    private HealthStatus _status = HealthStatus.Healthy;
    private ProbeHost _host = null!;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProbeHost.StartKestrelAsync(
        services: services =>
        {
            services
                .AddGrpcHealthChecks(options => options.Services.Map("database", check => check.Tags.Contains("database")))
                .AddCheck("database", () => new HealthCheckResult(_status), ["database"])
                .AddCheck("self", () => HealthCheckResult.Degraded());
            services.Configure<HealthCheckPublisherOptions>(options => options.Delay = TimeSpan.FromDays(1));
        },
        map: app => app.MapGrpcHealthChecksService());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Check_runs_the_health_checks_of_the_application()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address);
        var client = new Health.HealthClient(channel);

        var seen = new List<ServingStatus>();
        foreach (var status in (HealthStatus[])[HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Unhealthy])
        {
            _status = status;
            seen.Add((await client.CheckAsync(new HealthCheckRequest(), cancellationToken: Test)).Status);
            seen.Add((await client.CheckAsync(new HealthCheckRequest { Service = "database" }, cancellationToken: Test)).Status);
        }

        Assert.Equal(
            [ServingStatus.Serving, ServingStatus.Serving, ServingStatus.Serving, ServingStatus.Serving, ServingStatus.NotServing, ServingStatus.NotServing],
            seen);
    }

    [Fact]
    public async Task Check_of_an_unknown_service_is_not_found()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address);
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = "nothing" }, cancellationToken: Test));

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task The_reference_client_understands_the_answers()
    {
        var serving = await peer.RunAsync("health", new { address = _host.Authority, service = "database" }, Test);
        _status = HealthStatus.Unhealthy;
        var notServing = await peer.RunAsync("health", new { address = _host.Authority, service = "" }, Test);
        var unknown = await peer.RunAsync("health", new { address = _host.Authority, service = "nothing" }, Test);
        _host.App.Services.GetRequiredService<HealthServiceImpl>().SetStatus("", ServingStatus.Serving);
        var watched = await peer.RunAsync("watchHealth", new { address = _host.Authority, service = "", count = 1 }, Test);

        Assert.Equal(
            ("SERVING", "NOT_SERVING", 5, """["SERVING"]"""),
            ((string?)serving["serving"], (string?)notServing["serving"], (int)unknown["status"]!["code"]!, watched["seen"]!.ToJsonString()));
    }

    [Fact]
    public async Task Watch_tells_every_change_that_is_published()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address);
        using var call = new Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "database" }, cancellationToken: Test);
        var publisher = _host.App.Services.GetRequiredService<IHealthCheckPublisher>();
        var checks = _host.App.Services.GetRequiredService<HealthCheckService>();

        var seen = new List<ServingStatus> { await NextAsync() };
        foreach (var status in (HealthStatus[])[HealthStatus.Healthy, HealthStatus.Unhealthy, HealthStatus.Degraded])
        {
            _status = status;
            await publisher.PublishAsync(await checks.CheckHealthAsync(Test), Test);
            seen.Add(await NextAsync());
        }

        Assert.Equal([ServingStatus.ServiceUnknown, ServingStatus.Serving, ServingStatus.NotServing, ServingStatus.Serving], seen);

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await call.ResponseStream.MoveNext(Test));
            return call.ResponseStream.Current.Status;
        }
    }

    [Fact]
    public async Task A_stopping_server_ends_its_watchers()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address);
        using var call = new Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: Test);
        Assert.True(await call.ResponseStream.MoveNext(Test));

        await _host.App.StopAsync(Test);

        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test));
        Assert.Equal((StatusCode.Unavailable, "The server is stopping."), (exception.StatusCode, exception.Status.Detail));
    }
}
