using Arena.Contracts.Inference;
using Arena.Inference.Tests.Fakes;
using Arena.Testing;

namespace Arena.Inference.Tests.Models;

/// <summary>Fine-tunes at OpenAI and on Vertex AI, from one file, against simulated providers.</summary>
public sealed class FineTuneTests : IAsyncLifetime
{
    private static readonly string[] Tuned = ["support-gemini-a", "support-gemini-b", "support-gemini-c", "support-gpt"];

    private readonly FineTunes _registry = new();
    private readonly SimulatedNode _providers = FineTunes.Providers();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Without_a_key_each_says_what_is_missing_and_everything_else_works()
    {
        await using var node = new FakeVllm("other");
        node.AnswersWith("Hello", "other");
        await using var host = await InferenceHost.StartAsync(_registry.Unset(), new ManualTimeProvider(), ("gpu-node", node));

        var outcome = await host.AskAsync("other", Token);
        var models = (await host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;

        Assert.Equal("Hello", outcome.Text);
        Assert.Equal(
            [
                ("other", "", "", true),
                ("support-gemini-a", "Vertex fine-tunes", "GOOGLE_APPLICATION_CREDENTIALS is not set", false),
                ("support-gemini-b", "Vertex fine-tunes", "GOOGLE_APPLICATION_CREDENTIALS is not set", false),
                ("support-gemini-c", "Vertex fine-tunes", "GOOGLE_APPLICATION_CREDENTIALS is not set", false),
                ("support-gpt", "OpenAI fine-tunes", "OPENAI_API_KEY is not set", false),
            ],
            models.Select(model => (model.Id, model.Family, model.Disabled, model.Available)));
    }

    [Fact]
    public async Task With_a_key_each_answers_under_its_own_name()
    {
        await using var host = await InferenceHost.StartAsync(_registry.SetFor(_providers), new ManualTimeProvider());

        var models = (await host.Client.ListModelsAsync(new(), cancellationToken: Token)).Models;
        var answers = new List<Outcome>();
        foreach (var id in Tuned)
        {
            answers.Add(await host.AskAsync(id, Token));
        }

        Assert.Equal(
            [
                ("Support Gemini A", "2026-01", false), ("Support Gemini B", "2026-02", false), ("Support Gemini C", "2026-03", true),
                ("Support GPT-4o mini (simulated)", "2026-02", false), // OpenAI's list of models says so, Vertex has none
            ],
            models.Select(model => (model.DisplayName, model.Version, model.BlindOnly)));
        Assert.All(answers, answer => Assert.Equal(FinishReason.Stop, answer.Completed?.FinishReason));
        Assert.Equal(Tuned, answers.Select(answer => answer.Completed!.Source.ServedModelId));
    }

    [Fact]
    public async Task A_person_who_has_logged_in_with_gcloud_needs_no_key_file()
    {
        _registry.LogIn(_providers.Url);
        await using var host = await InferenceHost.StartAsync(
            new(_registry.Unset()) { ["VERTEX_BASE_URL"] = _providers.Url }, new ManualTimeProvider());

        Assert.Equal(FinishReason.Stop, (await host.AskAsync("support-gemini-a", Token)).Completed?.FinishReason);
    }

    [Fact]
    public async Task The_account_of_a_machine_of_Googles_comes_from_its_metadata_server()
    {
        await using var host = await InferenceHost.StartAsync(
            new(_registry.Unset())
            {
                ["VERTEX_BASE_URL"] = _providers.Url,
                ["GCE_METADATA_HOST"] = new Uri(_providers.Url).Authority,
                ["GCP_PROJECT_ID"] = "acme",
            },
            new ManualTimeProvider());

        Assert.Equal(FinishReason.Stop, (await host.AskAsync("support-gemini-c", Token)).Completed?.FinishReason);
    }

    [Fact]
    public async Task A_withdrawn_login_is_told_in_Googles_words()
    {
        _registry.LogIn(_providers.Url, refreshToken: "revoked");
        await using var host = await InferenceHost.StartAsync(
            new(_registry.Unset()) { ["VERTEX_BASE_URL"] = _providers.Url }, new ManualTimeProvider());

        var model = await host.ModelAsync("support-gemini-a", Token);

        Assert.Equal(
            (DeploymentState.Unavailable, "node down: Google gives no token: HTTP 400 (invalid_grant: Token has been expired or revoked.)."),
            (model.Deployments[0].State, model.Deployments[0].Reason));
    }

    [Fact]
    public async Task A_token_that_has_expired_is_renewed_once_and_nobody_notices()
    {
        await using var host = await InferenceHost.StartAsync(_registry.SetFor(_providers), new ManualTimeProvider());
        await _providers.FailAsync("unauthorized_401", Token, count: 1);

        var outcome = await host.AskAsync("support-gemini-a", Token);

        Assert.Equal((FinishReason.Stop, 1), (outcome.Completed?.FinishReason, outcome.Completed?.Source.Attempts));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_lets_the_endpoint_rest_for_as_long_as_Google_says()
    {
        await using var host = await InferenceHost.StartAsync(_registry.SetFor(_providers), new ManualTimeProvider());
        await _providers.FailAsync("rate_limited_429", Token, count: 1, retryAfter: 36);

        var outcome = await host.AskAsync("support-gemini-a", Token);
        var model = await host.ModelAsync("support-gemini-a", Token);

        Assert.Equal((FailureKind.Overloaded, "overloaded", 36.0), (outcome.Failed?.Kind, outcome.Failed?.Cause, outcome.Failed?.RetryAfterSeconds));
        Assert.Equal("asked to be left alone: overloaded", model.Deployments[0].Reason);
    }

    [Fact]
    public async Task A_missing_permission_is_a_fault_of_the_configuration()
    {
        await using var host = await InferenceHost.StartAsync(_registry.SetFor(_providers), new ManualTimeProvider());
        await _providers.FailAsync("forbidden_403", Token);

        var outcome = await host.AskAsync("support-gemini-b", Token);

        Assert.Equal((FailureKind.Rejected, "unauthorized"), (outcome.Failed?.Kind, outcome.Failed?.Cause));
        Assert.Contains("HTTP 403: Permission denied. (403)", outcome.Failed!.Detail, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        await _providers.DisposeAsync();
    }
}
