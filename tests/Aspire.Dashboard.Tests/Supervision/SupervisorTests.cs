using System.Diagnostics;
using System.Net.Sockets;
using Arena.LocalServers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Dashboard.Tests.Supervision;

/// <summary>The engine and a program <c>aspire</c> that is a script of the test.</summary>
public sealed class SupervisorTests : IDisposable
{
    private readonly string _folder = ServerFolder.CreateTemporary("supervisor");

    public SupervisorTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The program of these tests is a shell script.");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => ServerFolder.DeleteTemporary(_folder);

    [Fact]
    public async Task A_dashboard_that_ends_is_started_again_and_its_keys_are_in_its_environment_only()
    {
        await using var stage = new Stage(Script("""echo "$@" >> arguments; env > environment; echo 'out of order'; exit 7"""));
        Configure(stage);
        await stage.StartAsync();
        await UntilAsync(() => LinesOf("arguments").Length >= 2);

        var resourceService = stage.Builder.Configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];
        Assert.All(LinesOf("arguments"), line => Assert.Equal(
            "dashboard run --nologo --non-interactive --ASPNETCORE_URLS=http://127.0.0.1:1 --ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:2 " +
            $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://127.0.0.1:3 --Dashboard:ResourceServiceClient:Url={resourceService} " +
            "--Dashboard:ResourceServiceClient:AuthMode=ApiKey",
            line));
        Assert.Equal(
            [
                "DASHBOARD__API__AUTHMODE=ApiKey",
                "DASHBOARD__API__PRIMARYAPIKEY=api-key",
                "DASHBOARD__FRONTEND__BROWSERTOKEN=browser-token",
                "DASHBOARD__OTLP__AUTHMODE=ApiKey",
                "DASHBOARD__OTLP__PRIMARYAPIKEY=otlp-key",
                "DASHBOARD__RESOURCESERVICECLIENT__APIKEY=the key of this test",
            ],
            LinesOf("environment").Where(line => line.StartsWith("DASHBOARD__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var said = await SaidAsync(stage);
        Assert.Contains("The dashboard ended with exit code 7; it is started again in 1 s.", said, StringComparison.Ordinal);
        Assert.Contains("out of order", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_ends_with_the_application()
    {
        int processId;
        await using (var stage = new Stage(Script("""echo $$ > pid; exec sleep 600""")))
        {
            await stage.StartAsync();
            await UntilAsync(() => LinesOf("pid").Length == 1);
            processId = int.Parse(LinesOf("pid")[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(IsAlive(processId));
        }

        Assert.False(IsAlive(processId));
    }

    [Fact]
    public async Task One_that_cannot_be_had_is_said_so_and_the_application_runs()
    {
        await using var stage = new Stage();
        stage.Builder.AddProject("web", Stage.ServiceProject);
        await stage.StartAsync();
        await stage.App.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);

        Assert.Contains($"There is no dashboard: ASPIRE_DASHBOARD_CLI is '{Stage.Absent}', which does not exist.", await SaidAsync(stage), StringComparison.Ordinal);
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", (await TelemetryOfAsync(stage)).Keys);
    }

    [Fact]
    public async Task Projects_send_their_telemetry_to_the_dashboard()
    {
        await using var stage = new Stage(Script("exec sleep 600"));
        Configure(stage);
        stage.Builder.Environment.EnvironmentName = "Development";
        stage.Builder.AddProject("web", Stage.ServiceProject);
        await stage.StartAsync();

        var telemetry = await TelemetryOfAsync(stage);
        Assert.StartsWith("service.instance.id=", telemetry["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        telemetry.Remove("OTEL_RESOURCE_ATTRIBUTES");
        Assert.Equal(
            new SortedDictionary<string, string?>(StringComparer.Ordinal)
            {
                ["OTEL_SERVICE_NAME"] = "web",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:2",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=otlp-key",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["OTEL_TRACES_SAMPLER"] = "always_on",
                ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
                ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true",
            },
            telemetry);
    }

    [Fact]
    public async Task A_collector_of_ones_own_is_used_instead()
    {
        await using var stage = new Stage(Script("exec sleep 600"));
        stage.Builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")]);
        stage.Builder.AddProject("web", Stage.ServiceProject);
        await stage.StartAsync();

        var telemetry = await TelemetryOfAsync(stage);

        Assert.Equal("http://collector:4317", telemetry["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_HEADERS", telemetry.Keys);
    }

    [Fact]
    public async Task The_switch_turns_it_off_and_is_no_setting()
    {
        await using var stage = new Stage(Script("echo started > started"), "--no-dashboard", "--Next=kept");
        await stage.StartApplicationAsync();

        var address = new Uri(stage.Builder.Configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]!);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port, Cancelled).AsTask());
        await stage.App.StopAsync(Cancelled);
        Assert.Equal("kept", stage.Builder.Configuration["Next"]);
        Assert.False(File.Exists(Path.Combine(_folder, "started")));
    }

    [Fact]
    public void An_address_that_is_none_is_an_error_with_its_name()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { EnableResourceLogging = false });
        builder.Configuration.AddInMemoryCollection([new("ASPNETCORE_URLS", "localhost:18888")]);
        using var app = builder.Build();

        var error = Assert.Throws<DistributedApplicationException>(app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>);

        Assert.Equal("ASPNETCORE_URLS is 'localhost:18888', which has no address such as http://localhost:18888.", error.Message);
    }

    private static void Configure(Stage stage) => stage.Builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["ASPNETCORE_URLS"] = "https://localhost:9;http://127.0.0.1:1",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:2",
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:3",
        ["AppHost:BrowserToken"] = "browser-token",
        ["AppHost:OtlpApiKey"] = "otlp-key",
        ["AppHost:DashboardApiKey"] = "api-key",
    });

    private static async Task<SortedDictionary<string, string?>> TelemetryOfAsync(Stage stage)
    {
        var running = await stage.App.ResourceNotifications.WaitForResourceAsync("web", e => e.Snapshot.EnvironmentVariables.Length > 0, Cancelled);
        return new(
            running.Snapshot.EnvironmentVariables.Where(variable => variable.Name.StartsWith("OTEL_", StringComparison.Ordinal)).ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static async Task<string> SaidAsync(Stage stage)
    {
        var said = new List<string>();
        await foreach (var lines in stage.App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync("aspire-dashboard"))
        {
            said.AddRange(lines.Select(line => line.Content));
        }

        return string.Join('\n', said);
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(50, Cancelled);
        }
    }

    private string[] LinesOf(string file) => File.Exists(Path.Combine(_folder, file)) ? File.ReadAllLines(Path.Combine(_folder, file)) : [];

    private string Script(string body)
    {
        var path = Path.Combine(_folder, "aspire");
        File.WriteAllText(path, $"#!/bin/sh\ncd '{_folder}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
