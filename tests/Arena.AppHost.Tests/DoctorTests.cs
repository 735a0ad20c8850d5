using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Arena.AppHost.Doctor;

namespace Arena.AppHost.Tests;

public sealed class DoctorTests
{
    private const string NoOllama = "--Arena:Ollama:Url=http://127.0.0.1:1";

    [Fact]
    public async Task Every_part_is_named_with_what_a_start_would_use_and_why_and_how_to_change_it()
    {
        var (code, findings) = await ExamineAsync($"--Arena:Port={FreePort()}", "--Arena:Models=simulated");

        Assert.Equal(["Gateway", "Data", "PostgreSQL", "Redis", "Models", "GPU", "Containers", "Node", "Dashboard"], findings.Select(finding => finding.Part));
        Assert.All(findings, finding => Assert.DoesNotContain("", new[] { finding.Found, finding.Chosen, finding.Change }));
        Assert.Equal("simulated ones, because Arena:Models says so", findings.Single(finding => finding.Part == "Models").Chosen);
        Assert.Equal(findings.Any(finding => finding.Verdict == "broken") ? 1 : 0, code);
    }

    [Fact]
    public async Task A_taken_port_and_a_database_that_cannot_be_reached_make_it_fail()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, findings) = await ExamineAsync($"--Arena:Port={port}", $"--ConnectionStrings:ratings-db=Host=127.0.0.1;Port={FreePort()}", $"--ConnectionStrings:redis=127.0.0.1:{port}");

        Assert.Equal(1, code);
        Assert.Equal($"port {port} is taken by another program", findings.Single(finding => finding.Part == "Gateway").Found);
        Assert.Equal(("broken", "good"), (findings.Single(finding => finding.Part == "PostgreSQL").Verdict, findings.Single(finding => finding.Part == "Redis").Verdict));
    }

    [Fact]
    public async Task Data_of_another_version_of_PostgreSQL_is_said_before_a_start_fails_on_it()
    {
        var store = Directory.CreateTempSubdirectory("arena-doctor-");
        var data = store.CreateSubdirectory("data/postgres/pgdata");
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        var (code, findings) = await ExamineAsync($"--Aspire:Store:Path={store.FullName}", $"--Arena:Port={FreePort()}");
        store.Delete(recursive: true);

        Assert.Equal(1, code);
        Assert.Contains("was written by PostgreSQL 9; found:", findings.Single(finding => finding.Part == "PostgreSQL").Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_has_three_aligned_lines_for_each_part()
    {
        using var output = new StringWriter();
        await DoctorVerb.RunAsync(["doctor", NoOllama, $"--Arena:Port={FreePort()}"], output);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Trim().Length > 0).ToList();
        Assert.All(lines.Chunk(3), block => Assert.Equal(
            ["found", "chosen", "change"], block.Select(line => line[16..].Split(' ')[0])));
    }

    private static async Task<(int Code, IReadOnlyList<Row> Findings)> ExamineAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await DoctorVerb.RunAsync(["doctor", "--json", NoOllama, .. args], output);
        return (code, JsonSerializer.Deserialize<List<Row>>(output.ToString(), JsonSerializerOptions.Web)!);
    }

    private static int FreePort() => Arena.LocalServers.FreePort.Next();

    private sealed record Row(string Part, string Verdict, string Found, string Chosen, string Change);
}
