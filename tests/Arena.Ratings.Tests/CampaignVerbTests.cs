using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Arena.Ratings.CommandLine.Ledger;
using Arena.Ratings.Tests.Hosting;
using Arena.Testing;

namespace Arena.Ratings.Tests;

/// <summary>Campaigns on the command line, from the file to the pairs.</summary>
public sealed class CampaignVerbTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>, IDisposable
{
    private static readonly string[] Prompts = [.. Enumerable.Range(1, 12).Select(i => $"Question {i}?")];

    private readonly string _folder = Directory.CreateTempSubdirectory("arena-campaign-").FullName;

    private RatingsVerb Verb => new(fixture.ConnectionString, _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_campaign_is_opened_watched_exported_and_closed_by_command_whichever_target_it_has()
    {
        Write("by-votes.json", Definition("by-votes", """{"votes":3}""", prompts: "[]"));
        Write("by-votes.txt", $"{Prompts[0]}\n\n{{\"prompt\":{JsonSerializer.Serialize(Prompts[1])}}}\n");
        Write("by-width.json", Definition("by-width", """{"interval_width":2000}""", JsonSerializer.Serialize(Prompts)));
        string[][] created = await LinesAsync(["campaign", "create", "by-votes.json", "--prompts", "by-votes.txt"], ["campaign", "create", "by-width.json"]);

        var byVotes = await PlayAsync("by-votes", voter => voter < 3 ? $"voter {voter}" : null);
        var byWidth = await PlayAsync("by-width", _ => "ann");
        await fixture.Host.SealAsync();
        string[][] exported = await LinesAsync(
            ["campaign", "status", "by-votes"], ["campaign", "status", "by-width"],
            ["export", "dpo", "--campaign", "by-votes", "--out", "by-votes.jsonl"], ["export", "dpo", "--campaign", "by-width"]);
        string[][] closed = await LinesAsync(["campaign", "close", "by-votes"]);

        const string None = "same voter, same pair again: none yet";
        Assert.Equal(
            ["by-votes: open; 0 votes on 2 prompts; wanted: 3 votes", "widest 95 % interval: not known yet", None, "different voters, same pair: none yet"], created[0]);
        Assert.Equal("by-width: open; 0 votes on 12 prompts; wanted: an interval of 2000 points", created[1][0]);
        Assert.Equal("by-votes: reached; 3 votes on 2 prompts; wanted: 3 votes", exported[0][0]);
        Assert.Equal($"by-width: reached; {byWidth.Served.Count} votes on 12 prompts; wanted: an interval of 2000 points", exported[1][0]);
        Assert.Matches("^widest 95 % interval: 1?[0-9]{1,3}(\\.[0-9])? Elo points$", exported[1][1]);
        Assert.Equal("by-votes: closed; 3 votes on 2 prompts; wanted: 3 votes", closed[0][0]);

        var file = await File.ReadAllBytesAsync(Path.Combine(_folder, "by-votes.jsonl"), TestContext.Current.CancellationToken);
        var pairs = System.Text.Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        AssertPairs(byVotes, pairs);
        AssertPairs(byWidth, exported[3]);
        var sha = Convert.ToHexStringLower(SHA256.HashData(file));
        Assert.Matches($"^{pairs.Length} lines \\([0-9]+ train, [0-9]+ test\\), {file.Length} bytes, sha256 {sha}$", exported[2].Single());
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "by-votes.jsonl.manifest.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(("dpo", pairs.Length, sha), ((string?)manifest["format"], (int)manifest["rows"]!, (string?)manifest["sha256"]));
    }

    [Fact]
    public async Task What_the_ledger_does_not_know_or_knows_already_is_said_in_one_line()
    {
        Write("taken.json", Definition("taken", """{"votes":1}""", """["Question?"]"""));
        Write("rubric.json", Definition("rubric", """{"votes":1}""", """["Question?"]""").Replace("\"repeat_rate\"", "\"rubric\":\"nobody/1\",\"repeat_rate\"", StringComparison.Ordinal));
        await LinesAsync([["campaign", "create", "taken.json"]]);

        var refused = await Task.WhenAll(
            Verb.RunAsync("campaign", "create", "taken.json"),
            Verb.RunAsync("campaign", "create", "rubric.json"),
            Verb.RunAsync("campaign", "status", "nobody"),
            Verb.RunAsync("campaign", "close", "nobody"),
            Verb.RunAsync("export", "dpo", "--campaign", "nobody", "--out", "nobody.jsonl"));

        Assert.Equal(
            [
                (1, "", "campaign: There is a campaign 'taken' already."),
                (1, "", "campaign: rubric is 'nobody/1': creative-orientation/1 is expected"),
                (1, "", "campaign: There is no campaign 'nobody'."),
                (1, "", "campaign: There is no campaign 'nobody'."),
                (1, "", "export: There is no campaign 'nobody'."),
            ],
            refused);
        Assert.False(File.Exists(Path.Combine(_folder, "nobody.jsonl")));
    }

    [Theory]
    [InlineData(2, "campaign: Required command was not provided.", "campaign")]
    [InlineData(2, "campaign: Required argument 'file' missing for command: 'create'.", "campaign", "create")]
    [InlineData(2, "campaign: Required argument 'name' missing for command: 'status'.", "campaign", "status")]
    [InlineData(2, "campaign: Unrecognized command or argument '--force'.", "campaign", "close", "spring", "--force")]
    [InlineData(1, "campaign: Could not find file '*/none.json'.", "campaign", "create", "none.json")]
    [InlineData(1, "campaign: half.json is not a campaign: Expected *", "campaign", "create", "half.json")]
    [InlineData(1, "campaign: field.json is not a campaign: The JSON property 'colour' could not be mapped *", "campaign", "create", "field.json")]
    [InlineData(1, "campaign: null.json is not a campaign.", "campaign", "create", "null.json")]
    [InlineData(1, "campaign: prompts.txt, line 3: a line of JSON has its text in \"prompt\".", "campaign", "create", "good.json", "--prompts", "prompts.txt")]
    [InlineData(1, "campaign: broken.txt, line 1: *", "campaign", "create", "good.json", "--prompts", "broken.txt")]
    [InlineData(1, "campaign: Could not find file '*/none.txt'.", "campaign", "create", "good.json", "--prompts", "none.txt")]
    public async Task What_is_no_campaign_is_said_in_one_line_before_any_ledger_is_needed(int exitCode, string message, params string[] args)
    {
        Write("half.json", "{\"name\":");
        Write("field.json", """{"colour":"red"}""");
        Write("null.json", "null");
        Write("good.json", Definition("good", """{"votes":1}""", """["Question?"]"""));
        Write("prompts.txt", "One?\n\n{\"text\":\"Two?\"}\n");
        Write("broken.txt", "{\"prompt\":\n");
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await LedgerCommands.Find([.. args.Select(arg => arg.Contains('.', StringComparison.Ordinal) ? Path.Combine(_folder, arg) : arg)])!.RunAsync(output, error);

        Assert.Equal((exitCode, ""), (code, output.ToString()));
        Assert.Matches($"^{Regex.Escape(message).Replace("\\*", "[^\n]*", StringComparison.Ordinal)}\n$", error.ToString().ReplaceLineEndings("\n"));
    }

    private static string Definition(string name, string target, string prompts) =>
        $$"""{"name":"{{name}}","models":{{JsonSerializer.Serialize(CampaignVoters.Models)}},"target":{{target}},"repeat_rate":0,"prompts":{{prompts}}}""";

    /// <summary>Until there is enough, or there are no more voters.</summary>
    private async Task<CampaignVoters> PlayAsync(string campaign, Func<int, string?> voterOf)
    {
        var voters = new CampaignVoters(fixture.Host.Ratings);
        while (voterOf(voters.Served.Count) is { } voter && await voters.JudgeAsync(campaign, voter, forLast: voters.Served.Count % 2 == 1) is null)
        {
            // one more
        }

        return voters;
    }

    private static void AssertPairs(CampaignVoters voters, string[] pairs)
    {
        Assert.All(pairs, pair => Assert.Null(TrainingLines.BrokenDpo(pair)));
        Assert.Equal(
            voters.Served.Select(one => $"{one.Prompt} Paris, says {one.Winner}. Paris, says {one.Loser}.").Distinct(StringComparer.Ordinal),
            pairs.Select(pair => JsonNode.Parse(pair)!).Select(pair => $"{pair["prompt"]![0]!["content"]} {pair["chosen"]![0]!["content"]} {pair["rejected"]![0]!["content"]}"));
    }

    /// <summary>What the verbs write, that all come to a good end.</summary>
    private async Task<string[][]> LinesAsync(params string[][] verbs)
    {
        var results = await Task.WhenAll(verbs.Select(args => Verb.RunAsync(args)));
        Assert.All(results, result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
        return [.. results.Select(result => result.Output.Split('\n'))];
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
