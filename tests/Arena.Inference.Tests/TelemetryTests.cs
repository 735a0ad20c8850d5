using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Arena.Inference.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Inference.Tests;

/// <summary>What an operator sees of an answer.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_answer_is_one_span_with_the_attributes_of_the_convention()
    {
        using var spans = new Spans("span-model");
        await using var node = new FakeVllm("span-model");
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        node.AnswersWith("Hello", "span-model");
        var request = InferenceHost.Ask("span-model");
        request.Settings = new() { MaxTokens = 256, Temperature = 0.5, Seed = 7 };

        await host.GenerateAsync(request, Token);

        var span = await spans.SingleAsync(Token);
        var tags = span.TagObjects.ToDictionary();
        Assert.True(tags.Remove("gen_ai.response.time_to_first_chunk", out var first) && first is >= 0d);
        Assert.Equal(["stop"], Assert.IsType<string[]>(tags["gen_ai.response.finish_reasons"]));
        tags.Remove("gen_ai.response.finish_reasons");
        Assert.Equal(
            new SortedDictionary<string, object?>(StringComparer.Ordinal)
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "vllm",
                ["gen_ai.request.model"] = "span-model",
                ["gen_ai.request.stream"] = true,
                ["gen_ai.request.max_tokens"] = 256,
                ["gen_ai.request.temperature"] = 0.5f,
                ["gen_ai.request.seed"] = 7L,
                ["gen_ai.response.model"] = "span-model",
                ["gen_ai.usage.input_tokens"] = 18L,
                ["gen_ai.usage.output_tokens"] = 3L,
                ["server.address"] = "127.0.0.1",
                ["server.port"] = node.Url.Port,
                ["arena.deployment"] = "gpu-node/span-model",
                ["arena.served_model"] = "span-model",
                ["arena.usage.estimated"] = false,
            },
            new SortedDictionary<string, object?>(tags, StringComparer.Ordinal));
        Assert.Equal(("chat span-model", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.StartsWith($"00-{span.TraceId}-", Assert.Single(node.TraceParents), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_and_the_fallback_are_events_of_the_span_and_counted()
    {
        using var spans = new Spans("m-fallback");
        await using var vllm = new FakeVllm("m-fallback");
        await using var ollama = new FakeOllama("m-fallback");
        await using var host = await InferenceHost.StartAsync(("gpu-node", vllm), ("ollama", ollama));
        using var metrics = new Measurements(host.Services.GetRequiredService<IMeterFactory>());
        vllm.Refuses(500, "");
        ollama.AnswersWith("Hello", "m-fallback");

        await host.AskAsync("m-fallback", Token);

        var span = await spans.SingleAsync(Token);
        Assert.Equal(
            ["attempt 1 gpu-node/m-fallback", "fallback server_error gpu-node/m-fallback", "attempt 2 ollama/m-fallback"],
            span.Events.Select(e => string.Join(' ', [e.Name, .. e.Tags.Select(tag => tag.Value).Where(value => value is not string).Concat(e.Tags.Select(tag => tag.Value).OfType<string>().Reverse())])));
        Assert.Equal(("ollama", true, null), (span.GetTagItem("gen_ai.provider.name"), span.GetTagItem("arena.fell_back"), span.GetTagItem("error.type")));
        Assert.Equal(
            [
                "arena.inference.attempts 1 gpu-node/m-fallback server_error",
                "arena.inference.attempts 1 ollama/m-fallback completed",
                "arena.inference.fallbacks 1 gpu-node/m-fallback server_error",
                "gen_ai.client.token.usage 122 chat m-fallback ollama 127.0.0.1 PORT input",
                "gen_ai.client.token.usage 33 chat m-fallback ollama 127.0.0.1 PORT output",
            ],
            metrics.Counts.Select(line => line.Replace($" {ollama.Url.Port} ", " PORT ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["gen_ai.client.operation.duration", "gen_ai.client.operation.time_to_first_chunk"], metrics.Durations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_broke_off_is_an_error_and_counted_by_its_cause()
    {
        using var spans = new Spans("m-broken");
        await using var node = new FakeVllm("m-broken");
        await using var host = await InferenceHost.StartAsync(("gpu-node", node));
        using var metrics = new Measurements(host.Services.GetRequiredService<IMeterFactory>());
        node.Answers(FakeVllm.Text("Hel", "m-broken"), FakeVllm.Event("{"), FakeVllm.Finish("abort", "m-broken"), FakeVllm.Done);

        await host.AskAsync("m-broken", Token);

        var span = await spans.SingleAsync(Token);
        Assert.Equal(("bad_finish_reason", ActivityStatusCode.Error), (span.GetTagItem("error.type"), span.Status));
        Assert.Equal(
            [
                "arena.inference.attempts 1 gpu-node/m-broken bad_finish_reason",
                "arena.inference.incomplete_answers 1 gpu-node/m-broken bad_finish_reason",
                "arena.inference.malformed_events 1 gpu-node",
            ],
            metrics.Counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_state_of_each_node_is_a_metric()
    {
        await using var pair = await Pair.StartAsync();
        using var metrics = new Measurements(pair.Host.Services.GetRequiredService<IMeterFactory>());

        metrics.Observe();

        Assert.Equal(
            ["arena.inference.node.state 1 gpu-node up", "arena.inference.node.state 1 ollama up"],
            metrics.Counts.Where(line => line.Contains(" 1 ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>The spans of one model: other tests run at the same time.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly TaskCompletionSource<Activity> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ActivityListener _listener;

        public Spans(string model)
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == "Arena.Inference",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.GetTagItem("gen_ai.request.model") is string asked && asked == model)
                    {
                        _ended.SetResult(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Task<Activity> SingleAsync(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>What one host measures, as lines of name, value and tag values.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Measurements(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Arena.Inference" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Durations.Add(instrument.Name));
            _listener.Start();
        }

        public ConcurrentBag<string> Counts { get; } = [];

        public ConcurrentBag<string> Durations { get; } = [];

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var line = $"{instrument.Name} {value}";
            foreach (var tag in tags)
            {
                line += $" {tag.Value}";
            }

            Counts.Add(line);
        }
    }
}
