using System.Net.Http.Json;
using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Arena.Inference.Tests.Models;

/// <summary>The file of endpoints changes while the service runs.</summary>
public sealed class HotReloadTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"api_endpoints-{Guid.NewGuid():N}.json");
    private readonly ManualTimeProvider _time = new();
    private readonly FakeVllm _node = new("one", "two");
    private InferenceHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync();
        await WriteAsync("one");
        _host = await InferenceHost.StartAsync(new() { ["Inference:ApiEndpointsFile"] = _file }, _time);
        await _host.ModelAsync("one", model => model.Available, Token);
    }

    [Fact]
    public async Task Models_come_and_go_with_the_file()
    {
        await WriteAsync("two");
        await ReloadedAsync(models => models is ["two"]);
        await UntilAsync(async () => (await _host.ModelAsync("two", Token)).Available);
        _node.AnswersWith("Hello", "two");

        Assert.Equal(("Hello", ""), ((await _host.AskAsync("two", Token)).Text, await ErrorAsync()));
    }

    [Fact]
    public async Task A_change_while_the_service_starts_is_not_lost()
    {
        await using var starting = _host.WithWebHostBuilder(host => host.ConfigureServices(services =>
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(new FirstAtStart(() => WriteAsync("two"))))));
        using var client = starting.CreateClient();

        await Eventually.TrueAsync(async () => IdsOf(await client.GetFromJsonAsync<JsonElement>("/api/models", Token)) is ["two"], "the change is seen, though no time passes");
    }

    [Fact]
    public async Task An_answer_that_is_under_way_ends_although_its_model_is_gone()
    {
        var reloaded = new TaskCompletionSource();
        _node.Answers(FakeVllm.Role("one"), FakeVllm.Text("Hel", "one"), Step.WaitFor(reloaded.Task), FakeVllm.TextAndFinish("lo", "one"), FakeVllm.Done);
        var answer = _host.AskAsync("one", Token);
        await _node.Asked;

        await WriteAsync("two");
        await ReloadedAsync(models => models is ["two"]);

        reloaded.SetResult();

        Assert.Equal(("Hello", FinishReason.Stop), ((await answer).Text, (await answer).Completed?.FinishReason));
    }

    [Fact]
    public async Task A_broken_file_changes_nothing_and_says_so_until_it_is_whole_again()
    {
        await File.WriteAllTextAsync(_file, "{", Token);
        await UntilAsync(async () => await ErrorAsync() is not "");
        Assert.Equal(["one"], await ModelsAsync());
        Assert.StartsWith($"ApiEndpointsFile is '{_file}': it is not JSON: ", await ErrorAsync(), StringComparison.Ordinal);

        await WriteAsync("one", "two");
        await ReloadedAsync(models => models is ["one", "two"]);
        Assert.Equal("", await ErrorAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _node.DisposeAsync();
        File.Delete(_file);
    }

    private Task WriteAsync(params string[] models) => File.WriteAllTextAsync(
        _file,
        JsonSerializer.Serialize(models.ToDictionary(
            model => model, model => new { model_name = model, api_type = "openai", api_base = $"{_node.Url}v1", api_key = $"key-{model}" })),
        Token);

    private Task ReloadedAsync(Func<List<string>, bool> wanted) => UntilAsync(async () => wanted(await ModelsAsync()));

    /// <summary>Lets the clock of the service run until something holds.</summary>
    private Task UntilAsync(Func<Task<bool>> condition) => Eventually.TrueAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500)); // small, so that a probe that is under way keeps its time
            return await condition();
        },
        "the service has read the file");

    private async Task<List<string>> ModelsAsync() => IdsOf(await ReadAsync());

    private static List<string> IdsOf(JsonElement answer) => [.. answer.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];

    private async Task<string> ErrorAsync() => (await ReadAsync()).GetProperty("endpoints").GetProperty("error").GetString() ?? "";

    private async Task<JsonElement> ReadAsync()
    {
        using var client = _host.CreateClient();
        return await client.GetFromJsonAsync<JsonElement>("/api/models", Token);
    }

    /// <summary>Runs when the services are made, and before any of them does anything.</summary>
    private sealed class FirstAtStart(Func<Task> action) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => action();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
