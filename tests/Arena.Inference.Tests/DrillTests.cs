using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Tests.Drivers;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests;

/// <summary>
/// The drill list, over real sockets: every driver on a simulated server of its protocol, every fault that the simulator has. What a
/// caller is told in the end is checked, not what a driver thinks.
/// </summary>
public sealed class DrillTests : IAsyncLifetime
{
    private const string Model = "sim-dune";

    private static readonly string[] Drivers = ["vllm", "openai-swap", "ollama", "openai", "mistral", "groq", "anthropic", "gemini", "vertex"];

    private readonly Dictionary<string, SimulatedNode> _nodes = new(StringComparer.Ordinal)
    {
        ["vllm"] = new("vllm"),
        ["ollama"] = new("ollama"),
        ["providers"] = new("providers"),
    };

    private readonly string _account = Path.Combine(Path.GetTempPath(), $"arena-account-{Guid.NewGuid():N}.json");
    private readonly ManualTimeProvider _time = new();
    private InferenceHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_account, JsonSerializer.Serialize(new
        {
            project_id = "project-1",
            client_email = "arena@project-1.test",
            private_key = DriverBench.AccountKey.ExportPkcs8PrivateKeyPem(),
            token_uri = $"{_nodes["providers"].Url}/token",
        }), Token);
        Dictionary<string, string> settings = new()
        {
            ["Inference:Nodes:vertex:CredentialsFile"] = _account,
            ["Inference:Probes:Interval"] = "01:00:00", // a probe under way would be missed when a test lets time pass,
            ["Inference:Probes:ProviderInterval"] = "01:00:00",
            ["Inference:Probes:FrozenAfter"] = "01:00:00", // and what watches engines would be faster than a request
            ["Inference:Probes:Canary:Interval"] = "1.00:00:00",
        };
        foreach (var driver in Drivers)
        {
            settings[$"Inference:Nodes:{driver}:Driver"] = driver;
            settings[$"Inference:Nodes:{driver}:Url"] = NodeOf(driver).Url;
            settings[$"Inference:Nodes:{driver}:ApiKey"] = "key-1";
            settings[$"Inference:Nodes:{driver}:Models:0"] = "nothing-registers-by-itself";
            settings[$"Inference:Models:by-{driver}:Deployments:0:Node"] = driver;
            settings[$"Inference:Models:by-{driver}:Deployments:0:Model"] = Model;
        }

        _host = await InferenceHost.StartAsync(settings, _time);
        await _host.Client.ListModelsAsync(new(), cancellationToken: Token); // the first probes are over before time passes
    }

    [Fact]
    public async Task Every_driver_answers_with_text_a_reason_and_counted_tokens()
    {
        foreach (var driver in Drivers)
        {
            var outcome = await _host.AskAsync($"by-{driver}", Token);

            Assert.Equal((driver, null), (driver, outcome.Failed));
            Assert.Contains("Paris", outcome.Text, StringComparison.Ordinal);
            Assert.Equal(
                (driver, FinishReason.Stop, driver, Model, false, false),
                (driver, outcome.Completed!.FinishReason, outcome.Completed.Source.Node, outcome.Completed.Source.UpstreamModel, outcome.Completed.Usage.Estimated, outcome.Completed.Source.Substituted));
        }
    }

    [Theory]
    [InlineData("refuse", FailureKind.Unreachable, false)]
    [InlineData("error_500", FailureKind.Unreachable, false)]
    [InlineData("busy_503", FailureKind.Overloaded, false)]
    [InlineData("rate_limited_429", FailureKind.Overloaded, false)]
    [InlineData("cut", FailureKind.BrokenStream, true)]
    [InlineData("cut_mid_event", FailureKind.BrokenStream, true)]
    [InlineData("error_in_stream", FailureKind.BrokenStream, true)]
    [InlineData("done_without_finish", FailureKind.BrokenStream, true)]
    [InlineData("finish_abort", FailureKind.BrokenStream, true)]
    [InlineData("plain_text_tail", FailureKind.BrokenStream, true)]
    [InlineData("eof_without_done", FailureKind.BrokenStream, true)]
    [InlineData("wrong_model", FailureKind.BrokenStream, false)]
    public async Task A_fault_is_told_by_every_driver_and_never_a_success(string fault, FailureKind kind, bool afterText)
    {
        foreach (var driver in Drivers)
        {
            await NodeOf(driver).FailAsync(fault, Token);

            var outcome = await _host.AskAsync($"by-{driver}", Token);

            Assert.Equal((driver, null), (driver, outcome.Completed));
            if (fault is "cut" or "cut_mid_event")
            {
                // A reset may overtake the text before it, and even the headers.
                Assert.True(outcome.Failed!.Kind is FailureKind.BrokenStream or FailureKind.Unreachable, $"{driver}: {outcome.Failed}");
                continue;
            }

            Assert.Equal((driver, kind, afterText), (driver, outcome.Failed!.Kind, outcome.Failed.AfterFirstToken));
        }
    }

    [Fact]
    public async Task A_malformed_event_is_skipped_by_every_driver()
    {
        foreach (var driver in Drivers)
        {
            await NodeOf(driver).FailAsync("malformed_event", Token);

            Assert.Equal((driver, FinishReason.Stop), (driver, (await _host.AskAsync($"by-{driver}", Token)).Completed?.FinishReason));
        }
    }

    [Theory]
    [InlineData("hang", false)]
    [InlineData("stall", true)]
    public async Task Silence_is_bounded_for_every_driver_before_the_first_text_and_after(string fault, bool afterText)
    {
        foreach (var driver in Drivers)
        {
            await NodeOf(driver).FailAsync(fault, Token);
            var answer = _host.AskAsync($"by-{driver}", Token);
            while (!answer.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(20));
                await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20), Token));
            }

            var outcome = await answer;
            Assert.Equal((driver, null, FailureKind.Timeout), (driver, outcome.Completed, outcome.Failed?.Kind));
            Assert.True(afterText || !outcome.Failed!.AfterFirstToken, driver);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        File.Delete(_account);
    }

    private SimulatedNode NodeOf(string driver) => _nodes[driver switch { "vllm" or "openai-swap" => "vllm", "ollama" => "ollama", _ => "providers" }];
}
