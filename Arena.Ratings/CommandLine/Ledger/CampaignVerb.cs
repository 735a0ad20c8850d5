using System.CommandLine;
using System.Text.Json;
using Arena.Ratings.Campaigns;
using Arena.Ratings.Rubrics;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>campaign create FILE | status NAME | close NAME</c>.</summary>
internal static class CampaignVerb
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "A campaign as JSON: docs/campaigns.md" };
        var prompts = new Option<FileInfo?>("--prompts") { Description = "Prompts from a file: one a line, or JSON lines with \"prompt\"" };
        var create = new Command("create", "Opens a campaign.") { file, prompts };
        create.SetAction((parsed, cancellationToken) =>
        {
            var definition = Read(parsed.GetValue(file)!, parsed.GetValue(prompts));
            var output = parsed.InvocationConfiguration.Output;
            return LedgerHost.RunAsync(services => CreateAsync(services, definition, output, cancellationToken), cancellationToken);
        });

        var name = new Argument<string>("name");
        var status = new Command("status", "Says how far a campaign is, and how consistent its voters are.") { name };
        status.SetAction((parsed, cancellationToken) => LedgerHost.RunAsync(
            services => WriteAsync(services, parsed.GetValue(name)!, parsed.InvocationConfiguration.Output, cancellationToken), cancellationToken));

        var closed = new Argument<string>("name");
        var close = new Command("close", "Hands out no more prompts; the evidence stays.") { closed };
        close.SetAction((parsed, cancellationToken) => LedgerHost.RunAsync(
            async services => await services.GetRequiredService<CampaignRecorder>().CloseAsync(parsed.GetValue(closed)!, cancellationToken)
                ? await WriteAsync(services, parsed.GetValue(closed)!, parsed.InvocationConfiguration.Output, cancellationToken)
                : throw Unknown(parsed.GetValue(closed)!),
            cancellationToken));
        return new("campaign", "Prompts that voters judge until there is enough evidence.") { create, status, close };
    }

    private static CampaignDefinition Read(FileInfo file, FileInfo? prompts)
    {
        try
        {
            var definition = JsonSerializer.Deserialize<CampaignDefinition>(File.ReadAllText(file.FullName), CampaignDefinition.Json)
                ?? throw new LedgerCommandException($"{file.Name} is not a campaign.");
            return prompts is null ? definition : definition with { Prompts = [.. ReadPrompts(prompts)] };
        }
        catch (JsonException exception)
        {
            throw new LedgerCommandException($"{file.Name} is not a campaign: {exception.Message}");
        }
    }

    private static IEnumerable<string> ReadPrompts(FileInfo file)
    {
        foreach (var (index, line) in File.ReadLines(file.FullName).Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line.StartsWith('{') ? PromptOf(line, $"{file.Name}, line {index + 1}") : line;
            }
        }
    }

    private static string PromptOf(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("prompt", out var prompt) && prompt.ValueKind is JsonValueKind.String
                ? prompt.GetString()!
                : throw new LedgerCommandException($"{place}: a line of JSON has its text in \"prompt\".");
        }
        catch (JsonException exception)
        {
            throw new LedgerCommandException($"{place}: {exception.Message}");
        }
    }

    private static async Task<int> CreateAsync(IServiceProvider services, CampaignDefinition definition, TextWriter output, CancellationToken cancellationToken)
    {
        if (definition.Broken(services.GetRequiredService<RubricCatalog>()) is { } broken)
        {
            throw new LedgerCommandException(broken);
        }

        return await services.GetRequiredService<CampaignRecorder>().CreateAsync(definition, cancellationToken)
            ? await WriteAsync(services, definition.Name!, output, cancellationToken)
            : throw new LedgerCommandException($"There is a campaign '{definition.Name}' already.");
    }

    private static async Task<int> WriteAsync(IServiceProvider services, string name, TextWriter output, CancellationToken cancellationToken)
    {
        var state = await services.GetRequiredService<CampaignProgress>().FindAsync(name, cancellationToken) ?? throw Unknown(name);
        var consistency = Consistency.Of(await services.GetRequiredService<CampaignVotes>().ReadAsync(name, cancellationToken));
        var target = state.Campaign.TargetVotes is { } votes ? $"{votes} votes" : $"an interval of {state.Campaign.TargetWidth:0.#} points";
        await output.WriteLineAsync($"{name}: {state.Status.ToString().ToLowerInvariant()}; {state.Votes} votes on {state.Prompts} prompts; wanted: {target}");
        await output.WriteLineAsync($"widest 95 % interval: {(state.IntervalWidth is { } width ? $"{width:0.#} Elo points" : "not known yet")}");
        await output.WriteLineAsync($"same voter, same pair again: {TextOf(consistency.Repeated)}");
        await output.WriteLineAsync($"different voters, same pair: {TextOf(consistency.BetweenVoters)}");
        return 0;
    }

    private static string TextOf(JudgementAgreement agreement) => agreement.Same is { } same
        ? $"{same:P0} of {agreement.Pairs} the same{(agreement.Alpha is { } alpha ? $", alpha {alpha:0.00}" : "")}"
        : "none yet";

    private static LedgerCommandException Unknown(string name) => new($"There is no campaign '{name}'.");
}
