using Arena.Contracts.Inference;
using Arena.Inference.Configuration;
using Arena.Inference.Configuration.ApiEndpoints;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Tests.Models;

/// <summary>Models from <c>api_endpoints.json</c>, from providers, and in place of others.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"api_endpoints-{Guid.NewGuid():N}.json");
    private readonly List<string> _warnings = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Entries_are_read_as_FastChat_writes_them_and_those_that_cannot_be_used_say_why()
    {
        var entries = Read("""
            {
              // comments and trailing commas are taken
              "gpt": {"model_name":"gpt-4o-mini","api_type":"openai","api_base":"https://api.example.com/v1/","api_key":"${A_KEY}","anony_only":false,
                      "vision-arena":true,"recommended_config":{"temperature":0.7,"top_p":0.9,"max_new_tokens":512,"extra_body":{"top_k":40}}},
              "claude": {"model_name":"claude-x","api_type":"anthropic_message","api_key":"sk-${A_KEY}","anony_only":true,"custom_system_prompt":true,
                         "display_name":"Claude","version":"7","family":"${THEIRS:-others}","system_prompt":"Be kind.","fixed_temperature":0.25,
                         "price":{"input":1.5,"output":3},"context_length":9000,"tools":true,"client_name":"me","recommended_config":{"temperature":9}},
              "no price": {"api_type":"openai","price":{"input":-1}},
              "no prompt": {"api_type":"openai","custom_system_prompt":true,"api_base":"${NOT_SET}","recommended_config":{"extra_body":{"model":"other"}}},
              "no key": {"model_name":"x","api_type":"mistral","api_key":"${NOT_SET}"},
              "no driver": {"model_name":"x","api_type":"cohere"},
              "no type": {"model_name":"x"},
              "no address": {"model_name":"x","api_type":"openai","api_base":"example.com"},
              "not in the arena": {"model_name":"x","api_type":"openai","text-arena":false},
              "odd": {"api_type":"openai","colour":"red"},
              "no object": 7,
              "surrogate": {"model_name":"\ud800","api_type":"openai"},
            }
            """u8);

        Assert.Equal(
            [
                ("gpt", "gpt-4o-mini", "openai", "https://api.example.com/", "secret", null),
                ("claude", "claude-x", "anthropic", null, "sk-secret", null),
                ("no price", "", "", null, null, "price.input is not an amount of US dollars for a million tokens"),
                ("no prompt", "no prompt", "openai", null, null, "NOT_SET is not set"),
                ("no key", "x", "mistral", null, null, "NOT_SET is not set"),
                ("no driver", "", "", null, null, "no driver speaks the api_type 'cohere'"),
                ("no type", "", "", null, null, "api_type is missing"),
                ("no address", "", "", null, null, "api_base is 'example.com', which is no http or https address"),
                ("not in the arena", "x", "openai", null, null, "text-arena is false"),
                ("odd", "odd", "openai", null, null, null),
                ("no object", "", "", null, null, "the entry is not an object"),
                ("surrogate", "", "", (string?)null, (string?)null, entries[^1].Disabled),
            ],
            entries.Select(entry => (entry.Id, entry.Model, entry.Driver, entry.Url?.AbsoluteUri, entry.ApiKey, entry.Disabled)));
        Assert.NotNull(entries[^1].Disabled);
        Assert.Equal(
            (true, 0.7, 0.9, 512, """{"top_k":40}"""),
            (entries[0].About.Capabilities.Vision, entries[0].About.Settings.Temperature, entries[0].About.Settings.TopP, entries[0].About.Settings.MaxTokens,
                entries[0].About.Settings.ExtraBody?.ToJsonString()));
        Assert.Equal(
            ("Claude", "7", "others", "Be kind.", true, 0.25, true, 1.5, 3.0, 9000, true),
            (entries[1].About.DisplayName, entries[1].About.Version, entries[1].About.Family, entries[1].About.SystemPrompt, entries[1].About.BlindOnly,
                entries[1].About.Settings.Temperature, entries[1].About.Settings.TemperatureIsFixed, entries[1].About.Price?.Input, entries[1].About.Price?.Output,
                entries[1].About.Capabilities.ContextLength, entries[1].About.Capabilities.Tools));
        Assert.Equal(
            [
                "'claude' has the field 'client_name', which has no effect here",
                "'claude' has 'recommended_config.temperature' = 9, which has no effect here",
                "'no prompt' has 'custom_system_prompt', but no 'system_prompt' that says which",
                """'no prompt' has 'recommended_config.extra_body' = {"model":"other"}, which has no effect here""",
                "'odd' has the unknown field 'colour'",
            ],
            _warnings);
    }

    [Theory]
    [InlineData("[]", "it is not an object of endpoints")]
    [InlineData("{", "it is not JSON: ")]
    [InlineData("""{"a":{},"a":{}}""", "it has 'a' twice")]
    public void A_file_that_is_none_is_told_as_a_whole(string json, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<InvalidDataException>(() => Read(System.Text.Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_registered_model_answers_and_a_disabled_one_says_why_while_the_others_work()
    {
        await using var node = new FakeVllm("upstream-name");
        await using var host = await InferenceHost.StartAsync([], new ManualTimeProvider(), ("gpu-node", node));
        node.AnswersWith("Hello", "upstream-name");
        await File.WriteAllTextAsync(
            _file,
            $$"""
            {"mine":{"model_name":"upstream-name","api_type":"openai","api_base":"{{node.Url}}v1","recommended_config":{"temperature":0.25} },
             "theirs":{"model_name":"x","api_type":"mistral","api_key":"${NOBODY_HAS_SET_THIS}"} }
            """,
            Token);
        await using var second = await InferenceHost.StartAsync(new() { ["Inference:ApiEndpointsFile"] = _file }, new ManualTimeProvider());

        var outcome = await second.AskAsync("mine", Token);
        var disabled = await second.ModelAsync("theirs", Token);
        var refused = await second.AskAsync("theirs", Token);

        Assert.Equal(("Hello", $"{node.Url.Host}/upstream-name"), (outcome.Text, outcome.Completed?.Source.DeploymentId));
        Assert.Equal(0.25, Assert.Single(node.Requests)["temperature"]!.GetValue<double>());
        Assert.Equal(("NOBODY_HAS_SET_THIS is not set", false), (disabled.Disabled, disabled.Available));
        Assert.Equal((FailureKind.NoDeployment, "'theirs' is disabled: NOBODY_HAS_SET_THIS is not set."), (refused.Failed?.Kind, refused.Failed?.Detail));
    }

    [Fact]
    public async Task A_file_that_is_not_there_stops_the_start()
    {
        await using var host = await InferenceHost.StartAsync(new() { ["Inference:ApiEndpointsFile"] = _file }, new ManualTimeProvider());

        var exception = Assert.Throws<OptionsValidationException>(() => host.Services);

        Assert.Equal($"ApiEndpointsFile is '{_file}': it cannot be read.", exception.Message);
    }

    [Fact]
    public void A_provider_has_a_node_when_its_key_is_set_and_a_server_of_ones_own_is_not_sent_it()
    {
        var options = Complete(
            ("OPENAI_API_KEY", "sk-1"), ("GROQ_API_KEY", ""), ("A_KEY", "secret"),
            ("Inference:Nodes:own:Driver", "openai"), ("Inference:Nodes:own:Url", "http://own.test"),
            ("Inference:Nodes:claude:Driver", "anthropic"), ("Inference:Nodes:claude:ApiKey", "${A_KEY}"),
            ("Inference:Nodes:mistral:Driver", "mistral"),
            ("Inference:Nodes:gpu:Driver", "vllm"), ("Inference:Nodes:gpu:Url", "http://gpu.test"), ("Inference:Nodes:gpu:ApiKey", "${NOT_SET}"));

        Assert.Equal(
            [
                ("claude", "https://api.anthropic.com/", "secret", null, true),
                ("gpu", "http://gpu.test/", null, "NOT_SET is not set", false),
                ("mistral", "https://api.mistral.ai/", null, "MISTRAL_API_KEY is not set", true),
                ("own", "http://own.test/", (string?)null, (string?)null, true),
            ],
            options.Nodes.OrderBy(node => node.Key, StringComparer.Ordinal).Select(node => (node.Key, node.Value.Url!.AbsoluteUri, node.Value.ApiKey, node.Value.Disabled, node.Value.ListsOnlyNamed)));
        Assert.Equal(
            ("openai", "https://api.openai.com/", "sk-1"),
            (Assert.Single(Complete(("OPENAI_API_KEY", "sk-1")).Nodes).Key, Complete(("OPENAI_API_KEY", "sk-1")).Nodes["openai"].Url!.AbsoluteUri, Complete(("OPENAI_API_KEY", "sk-1")).Nodes["openai"].ApiKey));
        Assert.Empty(Complete().Nodes);
    }

    [Fact]
    public async Task Only_the_models_that_are_named_of_a_provider_register_and_one_that_it_does_not_have_is_seen_to_be_missing()
    {
        await using var node = new FakeVllm("named", "never-asked-for");
        await node.StartAsync();
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Nodes:outside:Driver"] = "openai",
                ["Inference:Nodes:outside:Url"] = node.Url.AbsoluteUri,
                ["Inference:Nodes:outside:Models:0"] = "named",
                ["Inference:Nodes:outside:Models:1"] = "missing",
            },
            new ManualTimeProvider());

        var models = (await host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;

        Assert.Equal(
            [("missing", DeploymentState.Unavailable, "the node does not have the model"), ("named", DeploymentState.Ready, "")],
            models.Select(model => (model.Id, model.Deployments[0].State, model.Deployments[0].Reason)));
    }

    [Fact]
    public async Task A_substitute_stands_behind_the_own_deployments_of_what_it_stands_in_for()
    {
        await using var vllm = new FakeVllm("wanted");
        await using var ollama = new FakeOllama("there:8b");
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Substitutes:wanted"] = "there:8b", ["Inference:Substitutes:gone"] = "there:8b", ["Inference:Substitutes:lost"] = "nowhere" },
            new ManualTimeProvider(), ("gpu-node", vllm), ("ollama", ollama));
        vllm.Refuses(500, "");
        ollama.AnswersWith("Hello", "there:8b");

        var outcome = await host.AskAsync("wanted", Token);
        var models = (await host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;

        Assert.Equal(
            new AnswerSource { ServedModelId = "there:8b", DeploymentId = "ollama/there:8b", Node = "ollama", UpstreamModel = "there:8b", Attempts = 2, FellBack = true, Substituted = true },
            outcome.Completed?.Source);
        Assert.Equal(["gone", "there:8b", "wanted"], models.Select(model => model.Id));
    }

    [Fact]
    public async Task The_names_of_one_vLLM_engine_are_one_model_and_answering_in_the_first_of_them_is_no_fault()
    {
        await using var node = new FakeVllm("first", "second") { Root = "org/model" };
        await using var host = await InferenceHost.StartAsync(
            new() { ["Inference:Models:mine:Deployments:0:Node"] = "gpu-node", ["Inference:Models:mine:Deployments:0:Model"] = "second" },
            new ManualTimeProvider(), ("gpu-node", node));
        node.AnswersWith("Hello", "first");

        var outcome = await host.AskAsync("mine", Token);
        var models = (await host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;

        Assert.Equal(("Hello", FinishReason.Stop), (outcome.Text, outcome.Completed?.FinishReason));
        Assert.Equal("mine", Assert.Single(models).Id);
    }

    [Fact]
    public async Task A_models_own_prompt_and_settings_are_used_where_the_request_has_none()
    {
        await using var node = new FakeOllama("m");
        node.AnswersWith("Hello");
        await using var host = await InferenceHost.StartAsync(
            new()
            {
                ["Inference:Models:m:SystemPrompt"] = "Be brief.",
                ["Inference:Models:m:Settings:TopP"] = "0.5",
                ["Inference:Models:m:Deployments:0:Node"] = "ollama",
                ["Inference:Models:m:Deployments:0:Model"] = "m",
                ["Inference:Models:m:Deployments:0:ContextLength"] = "8192",
                ["Inference:Nodes:ollama:KeepAlive"] = "-00:00:01",
            },
            new ManualTimeProvider(), ("ollama", node));

        await host.AskAsync("m", Token);

        Assert.Equal(
            """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What is the capital of France?"}],"stream":true,"truncate":false,"shift":false,"options":{"num_ctx":8192,"top_p":0.5},"keep_alive":"-1s"}""",
            Assert.Single(node.Requests).ToJsonString());
    }

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<ApiEndpoint> Read(ReadOnlySpan<byte> json)
    {
        var variables = new ConfigurationBuilder().AddInMemoryCollection([new("A_KEY", "secret")]).Build();
        return new ApiEndpointReader(variables, ["openai", "anthropic", "mistral"], _warnings.Add).Read(json.ToArray());
    }

    private static InferenceOptions Complete(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))).Build();
        var options = configuration.GetSection(InferenceOptions.Section).Get<InferenceOptions>() ?? new();
        DriverFacts[] drivers =
        [
            new("vllm"), Inference.Drivers.Providers.OpenAiDriver.Facts, Inference.Drivers.Providers.MistralDriver.Facts,
            Inference.Drivers.Providers.GroqDriver.Facts, Inference.Drivers.Anthropic.AnthropicDriver.Facts,
        ];
        new ProviderNodes(configuration, drivers).PostConfigure(name: null, options);
        return options;
    }
}
