using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;

namespace Aspire.Hosting.Tests;

public sealed class ModelTests : IAsyncLifetime
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("two--hyphens")]
    [InlineData("ends-")]
    [InlineData("under_score")]
    [InlineData("a23456789a123456789a123456789a123456789a123456789a123456789a12345")]
    public void A_name_that_could_not_be_a_host_name_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => _builder.AddExecutable(name, "sh", "."));

    [Fact]
    public void Two_resources_of_one_name_are_refused_whatever_the_case()
    {
        _builder.AddExecutable("web", "sh", ".");

        Assert.Throws<DistributedApplicationException>(() => _builder.AddExecutable("WEB", "sh", "."));
    }

    [Fact]
    public async Task A_reference_to_a_database_hands_out_its_connection_string_and_its_parts()
    {
        var password = _builder.AddParameter("pw", () => "secret", secret: true);
        var database = _builder.AddPostgres("postgres", password: password).AddDatabase("ratings-db");
        var service = _builder.AddExecutable("ratings", "sh", ".").WithReference(database);
        Model.Allocate(_builder);

        var environment = await Model.EnvironmentAsync(service);

        var port = database.Resource.Parent.PrimaryEndpoint.Port;
        Assert.Equal(
            [
                new("ConnectionStrings__ratings-db", $"Host=127.0.0.1;Port={port};Username=postgres;Password=secret;Database=ratings-db"),
                new("RATINGS_DB_DATABASENAME", "ratings-db"),
                new("RATINGS_DB_HOST", "127.0.0.1"),
                new("RATINGS_DB_JDBCCONNECTIONSTRING", $"jdbc:postgresql://127.0.0.1:{port}/ratings-db"),
                new("RATINGS_DB_PASSWORD", "secret"),
                new("RATINGS_DB_PORT", $"{port}"),
                new("RATINGS_DB_URI", $"postgresql://postgres:secret@127.0.0.1:{port}/ratings-db"),
                new("RATINGS_DB_USERNAME", "postgres"),
            ],
            environment.Select(variable => KeyValuePair.Create(variable.Key, variable.Value)));
    }

    [Fact]
    public async Task Each_replica_shows_its_own_addresses_with_their_texts_and_what_was_added()
    {
        var service = _builder.AddProject("svc", TestProjects.Service).WithReplicas(2)
            .WithUrl("https://example.com", "Manual")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Site")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "Docs", DisplayLocation = UrlDisplayLocation.DetailsOnly })
            .WithUrls(context => context.Urls.RemoveAll(url => url.Endpoint?.EndpointName == "grpc"));
        Model.Allocate(_builder);

        var urls = await ResourceUrls.BuildAsync(
            service.Resource, 1, _builder.ExecutionContext, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TestContext.Current.CancellationToken);

        var second = service.GetEndpoint("http").EndpointAnnotation.Replicas[1].UriString;
        Assert.Equal(
            [("http", second, "Site", false), (null, "https://example.com", "Manual", false), ("http", $"{second}/docs", "Docs", true)],
            urls.Select(url => (url.Name, url.Url, url.DisplayProperties.DisplayName, url.IsInternal)));
    }

    [Fact]
    public async Task A_reference_to_a_service_hands_out_every_endpoint_of_every_replica()
    {
        var service = _builder.AddProject("router", TestProjects.Service).WithReplicas(2);
        var caller = _builder.AddExecutable("web", "sh", ".").WithReference(service);
        Model.Allocate(_builder);

        var environment = await Model.EnvironmentAsync(caller);

        var (http, grpc) = (service.GetEndpoint("http").EndpointAnnotation, service.GetEndpoint("grpc").EndpointAnnotation);
        Assert.Equal(
            [
                new("ROUTER_GRPC", grpc.Replicas[0].UriString),
                new("ROUTER_HTTP", http.Replicas[0].UriString),
                new("services__router__grpc__0", grpc.Replicas[0].UriString),
                new("services__router__grpc__1", grpc.Replicas[1].UriString),
                new("services__router__http__0", http.Replicas[0].UriString),
                new("services__router__http__1", http.Replicas[1].UriString),
            ],
            environment.Select(variable => KeyValuePair.Create(variable.Key, variable.Value)));
        Assert.Equal(4, http.Replicas.Concat(grpc.Replicas).Select(endpoint => endpoint.Port).Distinct().Count());
    }

    [Fact]
    public async Task A_project_listens_where_each_of_its_replicas_was_put_with_the_protocols_of_its_settings()
    {
        var service = _builder.AddProject("router", TestProjects.Service).WithReplicas(2);
        Model.Allocate(_builder);

        var environment = await Model.EnvironmentAsync(service, replica: 1);

        Assert.Equal(
            (service.GetEndpoint("http").EndpointAnnotation.Replicas[1].UriString, service.GetEndpoint("grpc").EndpointAnnotation.Replicas[1].UriString, "Http2", "http2"),
            (environment["Kestrel__Endpoints__http__Url"], environment["Kestrel__Endpoints__grpc__Url"], environment["Kestrel__Endpoints__grpc__Protocols"], service.GetEndpoint("grpc").EndpointAnnotation.Transport));
    }

    [Fact]
    public async Task A_fixed_port_is_kept_outside_tests_and_free_within()
    {
        var kept = _builder.AddExecutable("kept", "sh", ".").WithHttpEndpoint(port: 18123, env: "PORT");
        _builder.Configuration.With(EndpointAllocator.RandomizePortsKey, "false");
        Model.Allocate(_builder);
        await using var other = DistributedApplicationTestingBuilder.Create();
        var free = other.AddExecutable("free", "sh", ".").WithHttpEndpoint(port: 18123);
        Model.Allocate(other);

        Assert.Equal("18123", (await Model.EnvironmentAsync(kept))["PORT"]);
        Assert.NotEqual(18123, free.GetEndpoint("http").Port);
    }

    [Fact]
    public void Replicas_cannot_share_a_fixed_port()
    {
        _builder.AddProject("web", TestProjects.Service).WithReplicas(2).WithEndpoint("http", endpoint => endpoint.Port = 18123);
        _builder.Configuration.With(EndpointAllocator.RandomizePortsKey, "false");

        var error = Assert.Throws<DistributedApplicationException>(() => Model.Allocate(_builder));

        Assert.Contains("fixed port 18123", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_resolved_when_the_resource_starts()
    {
        _builder.Configuration.With("Parameters:key", "k3y").With("ConnectionStrings:elsewhere", "Host=far");
        var key = _builder.AddParameter("key", secret: true);
        var service = _builder.AddExecutable("node", "sh", ".").WithHttpEndpoint(name: "api");
        var caller = _builder.AddExecutable("caller", "sh", ".")
            .WithEnvironment("PLAIN", "text")
            .WithEnvironment("KEY", key)
            .WithEnvironment("BASE", ReferenceExpression.Create($"{service.GetEndpoint("api")}/v1"))
            .WithEnvironment("HOSTPORT", $"{service.GetEndpoint("api").Property(EndpointProperty.HostAndPort)}!")
            .WithReference(_builder.AddConnectionString("elsewhere"))
            .WithReference(_builder.AddExternalService("docs", "https://docs.example/"))
            .WithArgs("--fixed")
            .WithArgs(service.GetEndpoint("api"));
        Model.Allocate(_builder);

        var configuration = await Model.ConfigurationAsync(caller);

        var port = service.GetEndpoint("api").Port;
        Assert.Equal(
            [
                new("BASE", $"http://127.0.0.1:{port}/v1"),
                new("ConnectionStrings__elsewhere", "Host=far"),
                new("HOSTPORT", $"127.0.0.1:{port}!"),
                new("KEY", "k3y"),
                new("PLAIN", "text"),
                new("services__docs__https__0", "https://docs.example/"),
            ],
            configuration.Environment.Select(variable => KeyValuePair.Create(variable.Key, variable.Value)));
        Assert.Equal(["--fixed", $"http://127.0.0.1:{port}"], configuration.Arguments);
    }

    [Fact]
    public async Task A_missing_parameter_is_named_with_the_key_to_configure()
    {
        var service = _builder.AddExecutable("web", "sh", ".").WithEnvironment("KEY", _builder.AddParameter("absent"));
        Model.Allocate(_builder);

        var error = await Assert.ThrowsAsync<MissingParameterValueException>(() => Model.EnvironmentAsync(service));

        Assert.Contains("Parameters:absent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_redis_on_the_machine_an_optional_reference_is_left_out_and_one_replica_runs()
    {
        var redis = _builder.AddResource(new RedisResource("redis")).WithAnnotation(new UnavailableAnnotation("not installed"));
        var service = _builder.AddProject("router", TestProjects.Service).WithReplicas(3).WithReference(redis, optional: true).WaitFor(redis);
        Model.Allocate(_builder);

        var environment = await Model.EnvironmentAsync(service);

        Assert.DoesNotContain(environment.Keys, name => name.StartsWith("ConnectionStrings", StringComparison.Ordinal));
        Assert.Single(service.GetEndpoint("http").EndpointAnnotation.Replicas);
    }

    [Fact]
    public void Waiting_for_a_database_means_waiting_for_its_server_too()
    {
        var database = _builder.AddPostgres("postgres").AddDatabase("db");
        var service = _builder.AddExecutable("ratings", "sh", ".").WaitFor(database);

        Assert.Equal(["postgres", "db"], service.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name));
    }

    [Fact]
    public void Nothing_waits_for_itself()
    {
        var service = _builder.AddExecutable("web", "sh", ".");

        Assert.Throws<DistributedApplicationException>(() => service.WaitFor(service));
    }

    [Fact]
    public void What_others_need_stops_after_them()
    {
        var database = _builder.AddPostgres("postgres").AddDatabase("db");
        var ratings = _builder.AddExecutable("ratings", "sh", ".").WithReference(database).WaitFor(database);
        var web = _builder.AddExecutable("web", "sh", ".").WithHttpEndpoint().WithReference(ratings);
        _builder.AddExecutable("gateway", "sh", ".").WaitFor(web);

        var order = StopOrder.Of(_builder.Resources).Select(group => group.Select(resource => resource.Name).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal([["gateway"], ["web"], ["ratings"], ["db"], ["postgres", "postgres-password"]], order);
    }

    [Fact]
    public async Task Telemetry_settings_of_the_app_host_reach_projects_with_a_name_and_an_instance_of_their_own()
    {
        _builder.Configuration.With("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317").With("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=k");
        var service = _builder.AddProject("web", TestProjects.Service);
        Model.Allocate(_builder);

        var settings = DashboardSettings.From(_builder.Configuration, isEnabled: false, "Test");
        var dashboard = new DashboardTelemetry(settings, new(settings, new(_ => { })));

        var environment = new TelemetryEnvironment(_builder.Configuration, _builder.Environment, dashboard)
            .Apply(await Model.ConfigurationAsync(service), service.Resource, new("web-abc", "abc", 0)).Environment;

        Assert.Equal(
            ("web", "service.instance.id=abc", "http://127.0.0.1:4317", "x-otlp-api-key=k"),
            (environment["OTEL_SERVICE_NAME"], environment["OTEL_RESOURCE_ATTRIBUTES"], environment["OTEL_EXPORTER_OTLP_ENDPOINT"], environment["OTEL_EXPORTER_OTLP_HEADERS"]));
    }
}
