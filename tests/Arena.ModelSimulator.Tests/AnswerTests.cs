using System.Text;
using System.Text.Json;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Text;

namespace Arena.ModelSimulator.Tests;

public class AnswerTests
{
    private static readonly string[] Prompts =
    [
        "What is the capital of Japan?",
        "Explain how photosynthesis works in simple terms.",
        "Compare PostgreSQL and MySQL for a small web application.",
        "Write a Python function that checks whether a number is prime.",
        "Write a poem about the sea 🌊 and the naïve café.",
        "Give me ideas for a birthday party",
        "How do I learn to play the piano?",
        "What is 17 * (23 + 4)?",
        "Who are you and which model are you?",
        "Hi",
        "Помоги мне с физикой",
        "",
    ];

    [Theory]
    [InlineData("Headers", 1700, "## Answer\n\nThe capital of Japan is **Tokyo**. The government of Japan has its seat there.")]
    [InlineData("Lists", 1700, "- **Tokyo** is the capital of Japan.\n- The government of Japan has its seat there.")]
    [InlineData("Concise", 1700, "Tokyo.")]
    [InlineData("Narrative", 1700, "The capital of Japan is Tokyo. The government of Japan has its seat there.")]
    [InlineData("Narrative", 0, "The capital of Japan is Kyoto.")]
    public void A_known_question_is_answered_in_the_style_of_the_model_and_rightly_by_a_strong_one(string style, double strength, string answer)
    {
        Assert.Equal(answer, AnswerWriter.Write(Model("m", strength, style), User("What is the capital of Japan?"), 0));
    }

    [Theory]
    [InlineData("17 * (23 + 4)", "459")]
    [InlineData("what is 2+2", "4")]
    [InlineData("How much is 7 divided by 2?", "3.5")]
    [InlineData("calculate -3 - -4 * 2", "5")]
    [InlineData("100 / 3 =", "33.333333")]
    public void A_sum_is_worked_out(string prompt, string answer)
    {
        Assert.Equal(answer, AnswerWriter.Write(Model("m", 4000, "Concise"), User(prompt), 0));
    }

    [Theory]
    [InlineData("What happened on 2024-10-15 in the history of astronomy, and why was it important to science?")]
    [InlineData("what is 1/0")]
    [InlineData("what is 999999999999 * 999999999999 * 999999999999 * 999999999999")]
    public void What_only_looks_like_a_sum_is_answered_as_a_question(string prompt)
    {
        Assert.Equal(PromptKind.Explain, PromptReading.Read(User(prompt)).Kind);
    }

    [Fact]
    public void The_answer_depends_on_model_prompt_and_seed_and_on_nothing_else()
    {
        var prompt = User("Explain how photosynthesis works.");
        var answer = AnswerWriter.Write(Model("a", 1500, "Lists"), prompt, 1);
        Assert.Equal(answer, AnswerWriter.Write(Model("a", 1500, "Lists"), prompt, 1));
        Assert.Equal(
            4,
            new[]
            {
                answer,
                AnswerWriter.Write(Model("b", 1500, "Lists"), prompt, 1),
                AnswerWriter.Write(Model("a", 1500, "Lists"), prompt, 2),
                AnswerWriter.Write(Model("a", 1500, "Lists"), User("Explain how photosynthesis works!"), 1),
            }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void An_answer_stays_the_same_from_version_to_version()
    {
        Assert.Equal(
            "Here is a plan for piano that works without special tools.",
            AnswerWriter.Write(Model("sim-ember", 1280, "Narrative"), User("How do I learn to play the piano?"), 7).Split("\n\n")[0]);
    }

    [Fact]
    public void The_stronger_the_model_the_more_it_knows()
    {
        var right = new[] { 1100.0, 1300, 1500, 1700 }.Select(strength =>
            Enumerable.Range(0, 400).Count(seed => AnswerWriter.Write(Model("m", strength, "Concise"), User("What is the symbol, the chemical symbol, of iron?"), seed) == "Fe."));

        // 400 draws at difficulty 1100: the Elo expectations 0.5, 0.76, 0.91 and 0.97, each within four standard deviations.
        Assert.All(right.Zip(new[] { 200.0, 304, 364, 388 }), pair => Assert.InRange(pair.First, pair.Second - 41, pair.Second + 41));
        Assert.Equal(right.Order(), right);
    }

    [Fact]
    public void No_answer_names_its_model_its_family_or_its_style()
    {
        string[] telling = ["aurora", "basalt", "cobalt", "dune", "ember", "simulat", "concise", "narrative", "arena"];
        foreach (var (id, style) in new[] { ("sim-aurora", "Headers"), ("sim-basalt", "Lists"), ("sim-cobalt", "Code"), ("sim-dune", "Concise"), ("sim-ember", "Narrative") })
        {
            foreach (var prompt in Prompts)
            {
                for (var seed = 0; seed < 20; seed++)
                {
                    var words = AnswerWriter.Write(Model(id, 1400, style), User(prompt), seed);
                    Assert.DoesNotContain(telling, word => System.Text.RegularExpressions.Regex.IsMatch(words, $@"\b{word}", System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
                }
            }
        }
    }

    [Fact]
    public void The_answer_speaks_of_what_the_prompt_asks_about()
    {
        Assert.Equal(["photosynthesis"], PromptReading.Read(User("Explain how photosynthesis works in simple terms.")).Topics);
        Assert.Equal(["PostgreSQL", "MySQL", "small web application"], PromptReading.Read(User("Compare PostgreSQL and MySQL for a small web application.")).Topics);
        Assert.Contains("photosynthesis", AnswerWriter.Write(Model("m", 1500, "Lists"), User("Explain how photosynthesis works."), 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_put_together_are_the_text_and_no_piece_is_half_a_character()
    {
        var random = new Random(1);
        string[] parts = ["word", " ", "\n\n", "🌊", "é", "12345", "**", "\t", "extraordinarily", "日本語", "\uD800"];
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            var pieces = Tokenizer.Split(text);
            Assert.Equal(text, string.Concat(pieces));
            Assert.Equal(pieces.Count, Tokenizer.Count(text));
            Assert.DoesNotContain(pieces, piece => piece.Length > 0 && char.IsLowSurrogate(piece[0]));
        }
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("ollama")]
    public async Task The_stream_put_together_is_the_whole_answer_with_the_same_usage(string protocol)
    {
        await using var host = await SimulatorHost.StartAsync(protocol);
        foreach (var (prompt, i) in Prompts.Select((prompt, i) => (prompt, i)))
        {
            var message = JsonSerializer.Serialize(new[] { new { role = "user", content = prompt } });
            var model = new[] { "sim-aurora", "sim-basalt", "sim-cobalt", "sim-dune", "sim-ember" }[i % 5];
            var (whole, streamed) = protocol == "vllm" ? await VllmAsync(host, model, message, i) : await OllamaAsync(host, model, message, i);
            Assert.Equal(whole, streamed);
            Assert.Equal(Tokenizer.Count(whole.Text), whole.Tokens);
        }
    }

    private static async Task<((string Text, int Tokens, int Prompt), (string Text, int Tokens, int Prompt))> VllmAsync(SimulatorHost host, string model, string messages, int seed)
    {
        var whole = (await host.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","seed":{{seed}},"messages":{{messages}}}""")).Json();
        var stream = await host.PostAsync("/v1/chat/completions", $$$"""{"model":"{{{model}}}","seed":{{{seed}}},"messages":{{{messages}}},"stream":true,"stream_options":{"include_usage":true}}""");
        var events = stream.Body.Split("\n\n").Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement).ToList();
        var text = new StringBuilder();
        foreach (var part in events.Where(part => part.GetProperty("choices").GetArrayLength() > 0))
        {
            text.Append(part.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        }

        return (
            (whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!, Count(whole, "completion_tokens"), Count(whole, "prompt_tokens")),
            (text.ToString(), Count(events[^1], "completion_tokens"), Count(events[^1], "prompt_tokens")));

        static int Count(JsonElement json, string name) => json.GetProperty("usage").GetProperty(name).GetInt32();
    }

    private static async Task<((string Text, int Tokens, int Prompt), (string Text, int Tokens, int Prompt))> OllamaAsync(SimulatorHost host, string model, string messages, int seed)
    {
        var body = $$$"""{"model":"{{{model}}}","messages":{{{messages}}},"options":{"seed":{{{seed}}}},"stream":""";
        var whole = (await host.PostAsync("/api/chat", body + "false}")).Json();
        var lines = (await host.PostAsync("/api/chat", body + "true}")).Body.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        return (
            (Text(whole), Count(whole, "eval_count"), Count(whole, "prompt_eval_count")),
            (string.Concat(lines.Select(Text)), Count(lines[^1], "eval_count"), Count(lines[^1], "prompt_eval_count")));

        static string Text(JsonElement json) => json.GetProperty("message").GetProperty("content").GetString()!;
        static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();
    }

    private static SimulatedModel Model(string id, double strength, string style) =>
        new(id, new ModelOptions { Strength = strength, Style = Enum.Parse<AnswerStyle>(style), Verbosity = 150 });

    private static IReadOnlyList<ChatTurn> User(string content) => [new ChatTurn("user", content)];
}
