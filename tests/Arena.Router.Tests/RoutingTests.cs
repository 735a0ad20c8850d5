using Arena.Contracts.Inference;
using Arena.Contracts.Router;
using Arena.LocalServers.Redis;
using Arena.Router.Routing;
using Arena.Router.Tests.Hosting;
using Arena.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Router.Tests;

public sealed class RoutingTests : IAsyncDisposable
{
    private const string Chat = "Write a poem about a sad cloud.";
    private const string Action = "What is the weather forecast for the city of Oslo?";

    private static readonly OfferedTool Weather = new() { Name = "get_weather", Description = "Get the weather forecast for a city.", Parameters = { "city" } };
    private static readonly OfferedTool Primes = new() { Name = "is_prime", Description = "Check whether a number is prime." };

    private readonly ManualTimeProvider _time = new();
    private readonly RouterHost _host;

    public RoutingTests()
    {
        _host = new RouterHost(time: _time);
        _host.Inference.Models = [Model("plain"), Model("small", tools: true, context: 8_000), Model("large", tools: true, context: 32_000)];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool, string, string[], bool, string, string, string, string> Precedence => new()
    {
        // message, tools in the request, choice, data, workflow, offered → route, rule, type
        { Chat, false, "", [], false, "", "arena", "classifier", "creative" },
        { Chat, false, "", [], false, "weather", "arena", "classifier", "creative" },
        { Action, false, "", [], false, "weather", "tools", "classifier", "tool_calling" },
        { Action, false, "", [], false, "primes", "arena", "classifier", "factual" },
        { Chat, true, "", [], false, "", "tools", "explicit-tools", "tool_calling" },
        { Chat, true, "", ["sales.csv"], false, "", "tools", "loaded-data", "data_analysis" },
        { Chat, true, "", ["sales.csv"], true, "", "tools", "active-workflow", "tool_calling" },
        { Chat, true, "arena", ["sales.csv"], true, "weather", "arena", "user-choice", "creative" },
        { Chat, false, "tools", [], false, "", "tools", "user-choice", "tool_calling" },
        { Action, false, "arena", [], false, "weather", "arena", "user-choice", "factual" },
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Precedence))]
    public async Task The_user_comes_before_the_session_and_the_session_before_the_classifier(
        string message, bool hasTools, string choice, string[] data, bool workflow, string offered, string route, string rule, string type)
    {
        var request = new RouteRequest
        {
            Message = message,
            HasTools = hasTools,
            Choice = choice,
            Context = new() { ActiveWorkflow = workflow ? "refund" : "", LoadedData = { data } },
        };
        request.Tools.AddRange(offered switch { "weather" => [Weather], "primes" => [Primes], _ => [] });

        var decision = await RouteAsync(request);

        Assert.Equal((route, rule, route == "tools" ? "large" : ""), (decision.Route, decision.DecidedBy, decision.ModelId));
        Assert.True(type == decision.QueryType || type is "factual", decision.QueryType); // of what is neither, only that it is no tool's matters
        Assert.StartsWith($"{rule}: ", decision.Reasons[0], StringComparison.Ordinal);
        Assert.InRange(decision.Confidence, rule == "classifier" ? 0.5 : 1, 1);
    }

    [Fact]
    public void The_rules_are_asked_in_the_documented_order() =>
        Assert.Equal(
            ["user-choice", "active-workflow", "loaded-data", "explicit-tools", "classifier"],
            _host.Services.GetRequiredService<RouteRules>().InOrder.Select(rule => rule.Name));

    [Fact]
    public async Task Thresholds_are_configuration()
    {
        await using var never = new RouterHost(settings: ("Router:Routing:ToolThreshold", "1"));
        await using var always = new RouterHost(settings: ("Router:Routing:ToolThresholdWithoutTools", "0"));
        always.Inference.Models = [Model("m", tools: true)];

        Assert.Equal("arena", (await never.Router.RouteAsync(new() { Message = Action, Tools = { Weather } }, cancellationToken: Token)).Route);
        Assert.Equal("tools", (await always.Router.RouteAsync(new() { Message = Chat }, cancellationToken: Token)).Route);
    }

    [Fact]
    public async Task The_configured_models_come_first_in_their_order_and_only_while_they_can_answer()
    {
        await using var host = new RouterHost(settings: [("Router:Routing:ToolModels:0", "gone"), ("Router:Routing:ToolModels:1", "plain")]);
        host.Inference.Models = [Model("large", tools: true), Model("plain"), new() { Id = "gone", Available = false }];

        var decision = await host.Router.RouteAsync(new() { Message = Chat, HasTools = true }, cancellationToken: Token);

        Assert.Equal("plain", decision.ModelId);
    }

    [Fact]
    public async Task A_real_model_comes_before_a_simulated_one()
    {
        _host.Inference.Models = [new(Model("sim", tools: true, context: 100_000)) { Simulated = true }, Model("real", tools: true)];

        Assert.Equal("real", (await RouteAsync(new() { Message = Chat, HasTools = true })).ModelId);
    }

    [Theory]
    [InlineData(true, "", "")]
    [InlineData(false, "tools", "")]
    [InlineData(false, "", "refund")]
    public async Task Without_a_model_that_takes_tools_who_needs_them_gets_a_clear_error(bool hasTools, string choice, string workflow)
    {
        _host.Inference.Models = [Model("plain")];

        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            RouteAsync(new() { Message = Chat, HasTools = hasTools, Choice = choice, Context = new() { ActiveWorkflow = workflow } }));

        Assert.Equal((StatusCode.FailedPrecondition, "no-tool-model"), (refused.StatusCode, refused.Trailers.GetValue("arena-problem")));
        Assert.Contains("Router:Routing:ToolModels", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_tools_were_only_thought_to_help_the_arena_answers_without_them()
    {
        _host.Inference.Models = [Model("plain")];

        var decision = await RouteAsync(new() { Message = Action, Tools = { Weather } });

        Assert.Equal(("arena", "classifier", ""), (decision.Route, decision.DecidedBy, decision.ModelId));
        Assert.Contains(decision.Reasons, reason => reason.StartsWith("no-tool-model: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_users_choice_is_kept_as_a_label_and_no_other_decision_is()
    {
        await RouteAsync(new() { Message = Action, Tools = { Weather } });
        var decision = await RouteAsync(new() { Message = Chat, Session = "s", Choice = "tools", Tools = { Weather } });
        await RouteAsync(new() { Message = Action, Choice = "arena" });

        var labels = await _host.Router.ListRouteLabelsAsync(new() { Limit = 1 }, cancellationToken: Token);
        var rest = await _host.Router.ListRouteLabelsAsync(new() { Offset = 1, Limit = 1000 }, cancellationToken: Token);

        Assert.Equal((2, 2), (labels.Total, rest.Total));
        Assert.Equal(
            new RouteLabel
            {
                Message = Chat,
                Tools = { Weather },
                Session = "s",
                Choice = "tools",
                ToolProbability = decision.ToolProbability,
                QueryType = "tool_calling",
                Model = labels.Labels[0].Model,
                CreatedAt = new() { Seconds = 1767225600 },
            },
            Assert.Single(labels.Labels));
        Assert.Equal("arena", Assert.Single(rest.Labels).Choice);
    }

    [Fact]
    public async Task Only_the_last_labels_are_kept()
    {
        await using var host = new RouterHost(settings: ("Router:Routing:MaxLabels", "2"));
        foreach (var message in (string[])["one", "two", "three"])
        {
            await host.Router.RouteAsync(new() { Message = message, Choice = "arena" }, cancellationToken: Token);
        }

        var kept = await host.Router.ListRouteLabelsAsync(new() { Limit = 10 }, cancellationToken: Token);

        Assert.Equal(["two", "three"], kept.Labels.Select(label => label.Message));
    }

    [Fact]
    public async Task Labels_in_redis_are_shared_by_replicas()
    {
        await using var redis = await LocalRedis.StartAsync(cancellationToken: Token);
        Assert.SkipWhen(redis is null, "This machine has no redis-server.");
        await using var one = new RouterHost(redis!.ConnectionString, settings: ("Router:Routing:MaxLabels", "2"));
        await using var other = new RouterHost(redis.ConnectionString);
        foreach (var message in (string[])["one", "two", "three"])
        {
            await one.Router.RouteAsync(new() { Message = message, Choice = "arena" }, cancellationToken: Token);
        }

        var kept = await other.Router.ListRouteLabelsAsync(new() { Offset = 1, Limit = 10 }, cancellationToken: Token);

        Assert.Equal(("three", 2), (Assert.Single(kept.Labels).Message, kept.Total));
    }

    [Fact]
    public async Task Bad_requests_say_what_is_wrong()
    {
        await using var host = new RouterHost(settings: ("Router:Routing:MaxTools", "1"));
        RpcException[] refused =
        [
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.RouteAsync(new() { Choice = "both" }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.RouteAsync(new() { Tools = { Weather, Primes } }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.RouteAsync(new() { Session = new('s', 257) }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.ClassifyAsync(new() { Tools = { Weather, Primes } }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.ListRouteLabelsAsync(new() { Limit = 0 }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.ListRouteLabelsAsync(new() { Limit = 1001 }, cancellationToken: Token)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Router.ListRouteLabelsAsync(new() { Offset = -1, Limit = 1 }, cancellationToken: Token)),
        ];

        Assert.All(refused, problem => Assert.Equal(
            (StatusCode.InvalidArgument, "invalid-request"), (problem.StatusCode, problem.Trailers.GetValue("arena-problem"))));
    }

    [Fact]
    public async Task A_query_can_be_classified_without_any_rule()
    {
        var fits = await _host.Router.ClassifyAsync(new() { Message = Action, Tools = { Weather } }, cancellationToken: Token);
        var chat = await _host.Router.ClassifyAsync(new() { Message = Chat }, cancellationToken: Token);

        Assert.Equal(("tool_calling", fits.Confidence), (fits.QueryType, fits.ToolProbability));
        Assert.Equal("creative", chat.QueryType);
        Assert.StartsWith("router-", chat.Model, StringComparison.Ordinal);
        Assert.NotEmpty(chat.Reasons);
    }

    private static Model Model(string id, bool tools = false, int context = 0) =>
        new() { Id = id, Available = true, Capabilities = new() { Tools = tools, ContextLength = context } };

    private async Task<RouteDecision> RouteAsync(RouteRequest request) => await _host.Router.RouteAsync(request, cancellationToken: Token);
}
