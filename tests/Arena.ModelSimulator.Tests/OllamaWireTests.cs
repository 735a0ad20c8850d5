using System.Net;

namespace Arena.ModelSimulator.Tests;

public class OllamaWireTests
{
    private const string Question = """[{"role":"user","content":"What is the capital of France?"}]""";
    private const string Now = "2026-01-01T00:00:00.0000000Z";
    private const string DuneTag = """{"name":"sim-dune:latest","model":"sim-dune:latest","modified_at":"2026-01-01T00:00:00.0000000Z","size":6442450944,"digest":"4650319f1fed643a35f346509b5fe12cd36eddcd02b7c68a2407c619e023b8e1","details":{"parent_model":"","format":"simulated","family":"dune","families":["dune"],"parameter_size":"12.9B","quantization_level":"Q4_K_M"},"capabilities":["completion"]}""";

    [Fact]
    public async Task The_process_says_that_it_runs_and_which_version()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        Assert.Equal("Ollama is running", (await host.GetAsync("/")).Body);
        Assert.Equal("""{"version":"0.33.0"}""", (await host.GetAsync("/api/version")).Body);
    }

    [Fact]
    public async Task Tags_list_what_is_installed_and_ps_what_is_loaded()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:ServedModels:0", "sim-dune"));
        Assert.Equal($$"""{"models":[{{DuneTag}}]}""", (await host.GetAsync("/api/tags")).Body);
        Assert.Equal("""{"models":[]}""", (await host.GetAsync("/api/ps")).Body);
        await host.PostAsync("/api/chat", """{"model":"sim-dune","messages":[],"keep_alive":"10m"}""");
        Assert.Equal(
            """{"models":[{"name":"sim-dune:latest","model":"sim-dune:latest","size":7516192768,"digest":"4650319f1fed643a35f346509b5fe12cd36eddcd02b7c68a2407c619e023b8e1","details":{"parent_model":"","format":"simulated","family":"dune","families":["dune"],"parameter_size":"12.9B","quantization_level":"Q4_K_M"},"expires_at":"2026-01-01T00:10:00.0000000Z","size_vram":7516192768,"context_length":4096}]}""",
            (await host.GetAsync("/api/ps")).Body);
    }

    [Fact]
    public async Task Show_gives_the_context_length_under_the_architecture()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        Assert.Equal(
            """{"details":{"parent_model":"","format":"simulated","family":"dune","families":["dune"],"parameter_size":"12.9B","quantization_level":"Q4_K_M"},"model_info":{"general.architecture":"simulated","general.basename":"Dune (simulated)","simulated.context_length":8192},"capabilities":["completion"],"parameters":"num_ctx 8192","template":"{{ .Prompt }}","modified_at":"2026-01-01T00:00:00.0000000Z"}""",
            (await host.PostAsync("/api/show", """{"model":"sim-dune:latest"}""")).Body);
    }

    [Theory]
    [InlineData("sim-dune")]
    [InlineData("sim-dune:latest")]
    public async Task Chat_streams_by_default_and_echoes_the_name_it_was_asked_by(string model)
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:TimeScale", "1"));
        var reply = await host.Time.RunAsync(host.PostAsync("/api/chat", $$"""{"model":"{{model}}","messages":{{Question}}}"""), TestContext.Current.CancellationToken);

        // Load 3 s, first token after 0.12 s, one more after 1/140 s.
        Assert.Equal(
            new Reply(HttpStatusCode.OK, "application/x-ndjson", string.Concat(
                $$$"""{"model":"{{{model}}}","created_at":"2026-01-01T00:00:03.1200000Z","message":{"role":"assistant","content":"Paris"},"done":false}""", "\n",
                $$$"""{"model":"{{{model}}}","created_at":"2026-01-01T00:00:03.1280000Z","message":{"role":"assistant","content":"."},"done":false}""", "\n",
                $$$"""{"model":"{{{model}}}","created_at":"2026-01-01T00:00:03.1280000Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":3128000000,"load_duration":3000000000,"prompt_eval_count":15,"prompt_eval_duration":120000000,"eval_count":2,"eval_duration":8000000}""", "\n"), null),
            reply);
    }

    [Fact]
    public async Task Without_a_stream_the_answer_is_one_object()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        var reply = await host.PostAsync("/api/chat", $$"""{"model":"sim-dune","messages":{{Question}},"stream":false}""");
        Assert.Equal(
            new Reply(HttpStatusCode.OK, "application/json; charset=utf-8", $$$"""{"model":"sim-dune","created_at":"{{{Now}}}","message":{"role":"assistant","content":"Paris."},"done":true,"done_reason":"stop","total_duration":0,"load_duration":0,"prompt_eval_count":15,"prompt_eval_duration":0,"eval_count":2,"eval_duration":0}""", null),
            reply);
    }

    [Fact]
    public async Task Generate_puts_its_text_into_response()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        var reply = await host.PostAsync("/api/generate", """{"model":"sim-dune","prompt":"What is the capital of France?","stream":false,"options":{"num_predict":1}}""");
        Assert.Equal(
            $$"""{"model":"sim-dune","created_at":"{{Now}}","response":"Paris","done":true,"done_reason":"length","total_duration":0,"load_duration":0,"prompt_eval_count":15,"prompt_eval_duration":0,"eval_count":1,"eval_duration":0}""",
            reply.Body);
    }

    [Fact]
    public async Task Empty_messages_load_and_a_keep_alive_of_zero_unloads()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        Assert.Equal(
            $$$"""{"model":"sim-dune","created_at":"{{{Now}}}","message":{"role":"assistant","content":""},"done":true,"done_reason":"load"}""",
            (await host.PostAsync("/api/chat", """{"model":"sim-dune","messages":[]}""")).Body);
        Assert.Equal(7168, await host.VramUsedAsync());
        Assert.Equal(
            $$"""{"model":"sim-dune","created_at":"{{Now}}","response":"","done":true,"done_reason":"unload"}""",
            (await host.PostAsync("/api/generate", """{"model":"sim-dune","keep_alive":0}""")).Body);
        Assert.Equal(0, await host.VramUsedAsync());
    }

    [Fact]
    public async Task Deleting_and_pulling_takes_a_model_away_and_brings_it_back()
    {
        await using var host = await SimulatorHost.StartAsync("ollama", ("Simulator:ServedModels:0", "sim-dune"));
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Delete, "/api/delete", """{"model":"sim-dune"}""")).Status);
        Assert.Equal("""{"models":[]}""", (await host.GetAsync("/api/tags")).Body);
        const string Layer = """{"status":"pulling 4650319f1fed","digest":"sha256:4650319f1fed643a35f346509b5fe12cd36eddcd02b7c68a2407c619e023b8e1","total":6442450944,"completed":""";
        Assert.Equal(
            new Reply(HttpStatusCode.OK, "application/x-ndjson", string.Concat(
                """{"status":"pulling manifest"}""", "\n",
                Layer, "0}\n", Layer, "1610612736}\n", Layer, "3221225472}\n", Layer, "4831838208}\n", Layer, "6442450944}\n",
                """{"status":"verifying sha256 digest"}""", "\n", """{"status":"writing manifest"}""", "\n", """{"status":"success"}""", "\n"), null),
            await host.PostAsync("/api/pull", """{"model":"sim-dune"}"""));
        Assert.Equal($$"""{"models":[{{DuneTag}}]}""", (await host.GetAsync("/api/tags")).Body);
    }

    [Fact]
    public async Task Pulling_an_unknown_model_fails_in_the_stream_under_200()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        var reply = await host.PostAsync("/api/pull", """{"model":"none"}""");
        Assert.Equal(
            (HttpStatusCode.OK, "{\"status\":\"pulling manifest\"}\n{\"error\":\"pull model manifest: file does not exist\"}\n"),
            (reply.Status, reply.Body));
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"none","messages":[]}""", 404, "model 'none' not found")]
    [InlineData("/api/show", """{"model":"none"}""", 404, "model 'none' not found")]
    [InlineData("/api/chat", """{"messages":[]}""", 400, "model is required")]
    [InlineData("/api/show", "{}", 400, "model is required")]
    [InlineData("/api/chat", """{"model":"sim-dune","messages":[],"keep_alive":true}""", 400, "time: invalid duration \"True\"")]
    [InlineData("/api/chat", """{"model":"sim-dune","messages":[],"keep_alive":"soon"}""", 400, "time: invalid duration \"soon\"")]
    [InlineData("/api/chat", """{"model":"sim-dune","messages":[{"role":"user","content":"a b c d e f g"}],"truncate":false,"options":{"num_ctx":8}}""", 400, "the input length exceeds the context length")]
    public async Task A_bad_request_is_an_error_text(string path, string body, int status, string error)
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        var reply = await host.PostAsync(path, body);
        Assert.Equal(((HttpStatusCode)status, error), (reply.Status, reply.Json().GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_silently_loses_its_oldest_messages()
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        var reply = await host.PostAsync("/api/chat", """{"model":"sim-dune","stream":false,"options":{"num_ctx":16},"messages":[{"role":"user","content":"one two three four five"},{"role":"user","content":"Hello"}]}""");
        Assert.Equal(8, reply.Json().GetProperty("prompt_eval_count").GetInt32());
    }

    [Theory]
    [InlineData("60", "2026-01-01T00:01:00.0000000Z")]
    [InlineData("\"1h30m\"", "2026-01-01T01:30:00.0000000Z")]
    [InlineData("\"1.5s\"", "2026-01-01T00:00:01.5000000Z")]
    [InlineData("null", "2026-01-01T00:05:00.0000000Z")]
    [InlineData("-1", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("\"-1m\"", "9999-12-31T23:59:59.9999999Z")]
    public async Task Keep_alive_is_seconds_or_a_duration_and_negative_is_for_ever(string keepAlive, string expires)
    {
        await using var host = await SimulatorHost.StartAsync("ollama");
        await host.PostAsync("/api/chat", $$"""{"model":"sim-dune","messages":[],"keep_alive":{{keepAlive}}}""");
        Assert.Equal(expires, (await host.GetAsync("/api/ps")).Json().GetProperty("models")[0].GetProperty("expires_at").GetString());
    }
}
