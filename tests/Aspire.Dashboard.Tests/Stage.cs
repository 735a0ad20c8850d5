using Arena.LocalServers;
using Aspire.Hosting.Dashboard.Wire;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Resource = Aspire.Hosting.Dashboard.Wire.Resource;

namespace Aspire.Dashboard.Tests;

/// <summary>An application of the test's own that is served to dashboards, and none that comes: the test is the dashboard.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Key = "the key of this test";

    private readonly string _store = ServerFolder.CreateTemporary("dashboard");
    private readonly GrpcChannel _channel;
    private DistributedApplication? _app;

    /// <summary>Describes nothing yet.</summary>
    /// <param name="program">What stands for the program aspire; null: there is none.</param>
    /// <param name="arguments">Of the AppHost.</param>
    public Stage(string? program = null, params string[] arguments)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        Builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = arguments,
            EnableResourceLogging = false,
            AssemblyName = typeof(Stage).Assembly.FullName,
            DashboardApplicationName = "Test.AppHost",
        });
        Builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Aspire:Store:Path"] = _store,
            ["AppHost:FailFast"] = "false",
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = address,
            ["AppHost:ResourceService:ApiKey"] = Key,
            ["ASPIRE_DASHBOARD_CLI"] = program ?? Absent,
        });
        _channel = GrpcChannel.ForAddress(address);
        Dashboard = new(_channel);
    }

    /// <summary>A program that is not there.</summary>
    public static string Absent { get; } = Path.Combine(Path.GetTempPath(), "no-such-aspire");

    public static string ServiceProject { get; } =
        Path.Combine(Projects.Aspire_Hosting_TestAppHost.ProjectPath, "..", "Aspire.Hosting.TestService", "Aspire.Hosting.TestService.csproj");

    public static Metadata Headers => new() { { "x-resource-service-api-key", Key } };

    public IDistributedApplicationBuilder Builder { get; }

    public DashboardService.DashboardServiceClient Dashboard { get; }

    public DistributedApplication App => _app!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task StartApplicationAsync()
    {
        _app = Builder.Build();
        await _app.StartAsync(Cancelled);
    }

    /// <summary>Starts the application, and returns when the resource service answers.</summary>
    public async Task StartAsync()
    {
        await StartApplicationAsync();
        while (true)
        {
            try
            {
                await Dashboard.GetApplicationInformationAsync(new(), Headers, cancellationToken: Cancelled);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(50, Cancelled);
            }
        }
    }

    /// <summary>The resource as the dashboard is told of it for the first time, or at the change after which it fits.</summary>
    public async Task<Resource> SeeAsync(string displayName, Func<Resource, bool>? fits = null)
    {
        using var call = Dashboard.WatchResources(new(), Headers, cancellationToken: Cancelled);
        await foreach (var update in call.ResponseStream.ReadAllAsync(Cancelled))
        {
            var resources = update.KindCase == WatchResourcesUpdate.KindOneofCase.InitialData
                ? update.InitialData.Resources
                : update.Changes.Value.Select(change => change.Upsert);
            if (resources.FirstOrDefault(resource => resource.DisplayName == displayName && (fits is null || fits(resource))) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The stream ended without '{displayName}'.");
    }

    public AsyncUnaryCall<ResourceCommandResponse> Execute(ResourceCommandRequest request) =>
        Dashboard.ExecuteResourceCommandAsync(request, Headers, cancellationToken: Cancelled);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        ServerFolder.DeleteTemporary(_store);
    }
}

/// <summary>A resource that only says what the test has it say.</summary>
internal sealed class Actor(string name) : Aspire.Hosting.ApplicationModel.Resource(name);
