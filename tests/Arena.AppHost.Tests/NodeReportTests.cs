using System.Collections.Immutable;
using System.Text.Json;
using Arena.AppHost.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace Arena.AppHost.Tests;

/// <summary>What the dashboard is told of the nodes.</summary>
public sealed class NodeReportTests
{
    [Fact]
    public void Facts_are_shown_by_their_names_and_unknown_ones_too()
    {
        var report = Assert.Single(Read("""
            {"nodes":[{"name":"gpu-node","driver":"vllm","state":"up","reason":"","vram_used_mib":4096,"loaded":["a","b"],"pinned":true,
              "swap":{"cause":"x"},"queue":null,"models":["sim-dune",{"name":"org/big:7b","state":"sleeping"},7],"models_as_of":"2026-11-21T12:00:00Z","probed_at":null}]}
            """));

        Assert.Equal(("gpu-node", true), (report.Name, report.IsUp));
        Assert.Equal(
            [("Driver", "vllm"), ("State", "up"), ("VRAM used MiB", 4096d), ("Loaded", "a, b"), ("Pinned", (object)true)],
            report.Facts);
        Assert.Equal([new("sim-dune", null), new("org/big:7b", "sleeping")], report.Models);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nodes":7}""")]
    [InlineData("""{"nodes":[7,{"name":7},{}]}""")]
    public void What_is_no_answer_tells_nothing(string answer) => Assert.Empty(Read(answer));

    [Theory]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", "gpu-node-Qwen-Qwen2-5-7B-Instruct")]
    [InlineData("--llama3:8b--", "gpu-node-llama3-8b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-b-c-d-e", "gpu-node-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_model_has_a_name_that_a_resource_may_have(string model, string name) =>
        Assert.Equal(name, new NodeModel(new ProjectResource("gpu-node"), model).Name);

    [Fact]
    public void The_load_of_a_vllm_server_is_that_of_all_its_engines()
    {
        const string Text = """
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="a"} 2.0
            vllm:num_requests_running{engine="0",model_name="b"} 1.0
            vllm:num_requests_waiting{engine="0",model_name="a"} 4.0
            vllm:generation_tokens_total{engine="0",model_name="a"} 1.5e+03
            process_cpu_seconds_total 9
            """;

        var load = VllmLoad.Read(Text)!;

        Assert.Equal(new(3, 4, 1500), load);
        Assert.Equal(250, load.RateSince(new(0, 0, 1000), TimeSpan.FromSeconds(2)));
        Assert.Equal(750, load.RateSince(new(0, 0, 9000), TimeSpan.FromSeconds(2)));
        Assert.Equal(0, load.RateSince(null, TimeSpan.Zero));
        Assert.Null(VllmLoad.Read("<html>not found</html>"));
    }

    private static ImmutableArray<NodeReport> Read(string json) => NodeReport.ReadAll(JsonSerializer.Deserialize<JsonElement>(json));
}
