using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Arena.AppHost.Tests;

/// <summary>Who is told of whom. The AppHost's own Main describes the model; no process starts.</summary>
public sealed class WiringTests
{
    private const string NoOllama = "--Arena:Ollama:Url=http://127.0.0.1:1";

    private static readonly string[] NothingOfThisMachine = ["--Arena:Vllm:Model=", "--Arena:Ollama:Models="];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_there_is_no_real_model_two_simulated_nodes_stand_in_in_order()
    {
        await using var builder = await DescribeAsync(NoOllama);

        Assert.Equal(
            [
                new("Inference__Nodes__gpu-node__Driver", "vllm"),
                new("Inference__Nodes__gpu-node__Order", "0"),
                new("Inference__Nodes__gpu-node__Url", UrlOf(builder, "gpu-node")),
                new("Inference__Nodes__ollama__Driver", "ollama"),
                new("Inference__Nodes__ollama__Order", "1"),
                new("Inference__Nodes__ollama__Url", UrlOf(builder, "ollama")),
            ],
            await VariablesAsync(builder, "inference", "Inference__"));
        Assert.Equal([new("Simulator__Protocol", "vllm")], await VariablesAsync(builder, "gpu-node", "Simulator__"));
        Assert.Equal([new("Simulator__Protocol", "ollama")], await VariablesAsync(builder, "ollama", "Simulator__"));
    }

    [Fact]
    public async Task A_configured_vllm_node_takes_the_place_of_the_simulated_ones()
    {
        await using var builder = await DescribeAsync(NoOllama, "--Arena:Vllm:Url=http://gpu.example:8000");

        Assert.Equal(
            [
                new("Inference__Nodes__gpu-node__Driver", "vllm"),
                new("Inference__Nodes__gpu-node__Order", "0"),
                new("Inference__Nodes__gpu-node__Url", "http://gpu.example:8000"),
            ],
            await VariablesAsync(builder, "inference", "Inference__"));
        Assert.DoesNotContain("ollama", Names(builder));
    }

    [Fact]
    public async Task Simulated_models_can_be_asked_for_beside_a_configured_node()
    {
        await using var builder = await DescribeAsync("--Arena:Vllm:Url=http://gpu.example:8000", "--Arena:Models=simulated");

        Assert.IsType<ProjectResource>(Resource(builder, "gpu-node"));
    }

    [Fact]
    public async Task Configured_servers_are_used_instead_of_own_ones()
    {
        await using var builder = await DescribeAsync(NoOllama, "--ConnectionStrings:ratings-db=Host=db.example", "--ConnectionStrings:redis=redis.example:6379");

        Assert.DoesNotContain("postgres", Names(builder));
        Assert.Equal([new("ConnectionStrings__ratings-db", "Host=db.example")], await VariablesAsync(builder, "ratings", "ConnectionStrings__"));
        Assert.Equal([new("ConnectionStrings__redis", "redis.example:6379")], await VariablesAsync(builder, "router", "ConnectionStrings__"));
    }

    [Theory]
    [InlineData("ratings", "postgres,ratings-db")]
    [InlineData("inference", "gpu-node,ollama,redis")]
    [InlineData("router", "inference,redis")]
    [InlineData("web", "inference,ratings,redis,router")]
    [InlineData("gateway", "inference,ratings,router,web")]
    public async Task Each_service_waits_for_what_it_calls(string service, string expected)
    {
        await using var builder = await DescribeAsync(NoOllama);

        var waits = Resource(builder, service).Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(',', waits));
    }

    [Fact]
    public async Task Only_the_gateway_is_for_the_outside_on_the_configured_port()
    {
        await using var builder = await DescribeAsync(NoOllama, "--Arena:Port=9123");

        var external = builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsExternal).Select(e => (resource.Name, e.Port)));

        Assert.Equal([("gateway", (int?)9123)], external);
    }

    [Fact]
    public async Task A_provider_key_is_handed_on_as_a_secret_only_where_it_is_configured()
    {
        await using var builder = await DescribeAsync(NoOllama, "--Parameters:openai-api-key=sk-test");

        Assert.Equal([new("OPENAI_API_KEY", "sk-test")], await VariablesAsync(builder, "inference", "OPENAI_"));
        Assert.True(Assert.IsType<ParameterResource>(Resource(builder, "openai-api-key")).Secret);
        Assert.DoesNotContain("anthropic-api-key", Names(builder));
    }

    [Fact]
    public async Task The_file_of_models_is_handed_on_as_a_whole_path_and_one_that_is_not_there_is_told()
    {
        var file = Path.GetTempFileName();
        await using var builder = await DescribeAsync(NoOllama, $"--Arena:ApiEndpoints={Path.GetRelativePath(".", file)}");

        Assert.Equal([new("Inference__ApiEndpointsFile", file)], await VariablesAsync(builder, "inference", "Inference__ApiEndpoints"));
        File.Delete(file);
        var refused = await Assert.ThrowsAsync<Aspire.Hosting.DistributedApplicationException>(() => DescribeAsync(NoOllama, $"--Arena:ApiEndpoints={file}"));
        Assert.Equal($"Arena:ApiEndpoints is '{file}'; there is no such file.", refused.Message);
    }

    [Theory]
    [InlineData("ratings")]
    [InlineData("inference")]
    public async Task Services_with_admin_endpoints_get_the_configured_key(string service)
    {
        await using var builder = await DescribeAsync(NoOllama, "--Parameters:admin-key=0123456789abcdef");

        Assert.Equal([new("Arena__Admin__Key", "0123456789abcdef")], await VariablesAsync(builder, service, "Arena__Admin__"));
    }

    [Fact]
    public async Task An_admin_key_that_is_not_configured_is_made_once_and_kept()
    {
        await using var builder = await DescribeAsync(NoOllama);
        var store = builder.Configuration["Aspire:Store:Path"];
        await using var next = await DescribeAsync(NoOllama, $"--Aspire:Store:Path={store}");
        await using var other = await DescribeAsync(NoOllama);

        var key = Assert.Single(await VariablesAsync(builder, "ratings", "Arena__Admin__")).Value;
        Assert.Matches("^[A-Za-z0-9]{32}$", key);
        Assert.Equal(key, Assert.Single(await VariablesAsync(next, "inference", "Arena__Admin__")).Value);
        Assert.NotEqual(key, Assert.Single(await VariablesAsync(other, "ratings", "Arena__Admin__")).Value);
    }

    [Fact]
    public async Task Replicas_are_configured_by_service()
    {
        await using var builder = await DescribeAsync(NoOllama, "--Arena:Replicas:web=3");

        Assert.Equal(
            [("gateway", 1), ("inference", 1), ("ratings", 1), ("router", 1), ("web", 3)],
            builder.Resources.Where(resource => resource.Annotations.OfType<ReplicaAnnotation>().Any()).Select(resource => (resource.Name, resource.GetReplicaCount())).Order());
    }

    private static async Task<IDistributedApplicationTestingBuilder> DescribeAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Arena_AppHost>([.. NothingOfThisMachine, .. args], Cancelled);
        var port = 1000;
        foreach (var endpoint in builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.AllocatedEndpoint = new(endpoint, "127.0.0.1", port++);
        }

        return builder;
    }

    private static IEnumerable<string> Names(IDistributedApplicationTestingBuilder builder) => builder.Resources.Select(resource => resource.Name);

    private static IResource Resource(IDistributedApplicationTestingBuilder builder, string name) => builder.Resources.Single(resource => resource.Name == name);

    private static string UrlOf(IDistributedApplicationTestingBuilder builder, string name) =>
        Resource(builder, name).Annotations.OfType<EndpointAnnotation>().Single().AllocatedEndpoint!.UriString;

    /// <summary>The variables of one kind that a resource would start with, by name.</summary>
    private static async Task<IEnumerable<KeyValuePair<string, string?>>> VariablesAsync(IDistributedApplicationTestingBuilder builder, string name, string prefix)
    {
        var resource = Resource(builder, name);
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, resource, cancellationToken: Cancelled);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (variable, value) in context.EnvironmentVariables.Where(variable => variable.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            variables[variable] = value is IValueProvider provider ? await provider.GetValueAsync(Cancelled) : value.ToString();
        }

        return variables;
    }
}
