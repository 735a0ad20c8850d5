using System.Text.Json;
using Arena.Inference.CommandLine;
using Arena.Inference.Tests.Fakes;

namespace Arena.Inference.Tests.Models;

/// <summary><c>models check</c>.</summary>
public sealed class ModelsCommandTests : IAsyncLifetime
{
    private readonly FineTunes _registry = new();
    private readonly SimulatedNode _providers = FineTunes.Providers();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_missing_is_named_without_a_question_to_anybody()
    {
        Assert.Equal(1, await RunAsync(_registry.Unset(), "models", "check"));
        Assert.Equal(
            """
            support-gemini-a  misconfigured  Support Gemini A, 2026-01, Vertex fine-tunes: GOOGLE_APPLICATION_CREDENTIALS is not set
            support-gemini-b  misconfigured  Support Gemini B, 2026-02, Vertex fine-tunes: GOOGLE_APPLICATION_CREDENTIALS is not set
            support-gemini-c  misconfigured  Support Gemini C, 2026-03, Vertex fine-tunes: GOOGLE_APPLICATION_CREDENTIALS is not set
            support-gpt       misconfigured  Support GPT-4o mini, 2026-02, OpenAI fine-tunes: OPENAI_API_KEY is not set
            4 models: 4 misconfigured.

            """.ReplaceLineEndings(),
            _output.ToString());
    }

    [Theory]
    [InlineData("models", "check", "--json")]
    [InlineData("models", "check", "--json", "--ask")]
    public async Task Models_that_can_be_reached_are_success(params string[] args)
    {
        Assert.Equal(0, await RunAsync(_registry.SetFor(_providers), args));
        Assert.Equal(["reachable", "reachable", "reachable", "reachable"], States());
    }

    [Fact]
    public async Task One_that_the_provider_does_not_have_or_that_does_not_answer_fails_and_says_why()
    {
        var settings = _registry.SetFor(_providers);
        var file = Path.Combine(Path.GetDirectoryName(settings["GOOGLE_APPLICATION_CREDENTIALS"])!, "endpoints.json");
        await File.WriteAllTextAsync(
            file,
            """{"here":{"model_name":"4812345678901234567","api_type":"vertex","api_base":"${VERTEX_BASE_URL}"},"gone":{"model_name":"111","api_type":"vertex","api_base":"${VERTEX_BASE_URL}"}}""",
            Token);
        await _providers.FailAsync("error_500", Token, count: 1);

        Assert.Equal(1, await RunAsync(settings, "models", "check", file, "--ask"));
        Assert.Equal(
            """
            gone  failing        HTTP 404: Endpoint projects/acme/locations/us-central1/endpoints/111 is not found. (404)
            here  failing        server_error: HTTP 500: The server had an error while processing your request. (500)
            2 models: 2 failing.

            """.ReplaceLineEndings(),
            _output.ToString());
    }

    [Fact]
    public async Task A_wrong_command_line_or_file_is_told_as_such()
    {
        Assert.Equal(2, await RunAsync(_registry.Unset(), "models", "chekc"));
        Assert.Equal(2, await RunAsync(_registry.Unset(), "models", "check", "/nowhere.json"));
        Assert.Contains("ApiEndpointsFile is '/nowhere.json': it cannot be read.", _error.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
        await _providers.DisposeAsync();
    }

    private Task<int> RunAsync(Dictionary<string, string> settings, params string[] args) => ModelsCommand.RunAsync(args, _output, _error, builder =>
    {
        foreach (var (key, value) in settings)
        {
            // A file that was named wins.
            if (key is not "Inference:ApiEndpointsFile" || builder.Configuration[key] is null)
            {
                builder.Configuration[key] = value;
            }
        }
    });

    private IEnumerable<string?> States() => JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("models").EnumerateArray()
        .Select(model => model.GetProperty("state").GetString());
}
