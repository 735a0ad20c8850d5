using System.Text;
using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.Router.Evaluation;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Router.Tests.Classification;

public class ClassifierTests
{
    private static readonly RouterModel Model = RouterModelFile.LoadDefault();
    private static readonly QueryClassifier Classifier = new(Model);

    private static readonly Tool Weather = new("get_weather", "Get the weather forecast for a city.", ["city"]);
    private static readonly Tool Primes = new("is_prime", "Check whether a number is prime.", ["n"]);

    public static TheoryData<string, string> Types => new()
    {
        { "Write a short story about a dragon who is afraid of heights.", "creative" },
        { "Write a Python function that reverses a linked list.", "code" },
        { "Prove that the sum of two even numbers is even.", "math" },
        { "Who painted the Mona Lisa?", "factual" },
        { "Analyze this CSV and tell me which month is an outlier:\nmonth,sales\nJan,10\nFeb,90", "data_analysis" },
        { "I feel lonely since I moved. What can I do?", "general_chat" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Kinds_of_queries_are_told_apart(string text, string type) => Assert.Equal(type, Classifier.Assess(text, []).TextType);

    [Fact]
    public void The_relation_of_query_and_tools_decides_not_that_there_are_tools()
    {
        const string Query = "Will it rain in Bergen tomorrow?";

        Assert.InRange(Classifier.Assess(Query, [Weather]).ToolProbability, 0.5, 1);
        Assert.InRange(Classifier.Assess(Query, [Primes, Weather]).ToolProbability, 0.5, 1);
        Assert.InRange(Classifier.Assess(Query, [Primes]).ToolProbability, 0, 0.5);
        Assert.InRange(Classifier.Assess("Write a poem about the rain in Bergen.", [Weather]).ToolProbability, 0, 0.5);
    }

    [Fact]
    public void Reasons_name_the_tool_and_the_words()
    {
        var fits = Classifier.Assess("What is the weather forecast for the city of Bergen?", [Weather]).Reasons;
        var fitsNot = Classifier.Assess("What is the weather forecast for the city of Bergen?", [Primes]).Reasons;

        Assert.Matches(@"^tool-fits: get_weather \(\d+ ?%\), both say .*forecast", fits[0]);
        Assert.StartsWith("no-tool-fits: closest is is_prime (", fitsNot[0], StringComparison.Ordinal);
        Assert.StartsWith("asks-for-tool: ", fits[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_nobody_learned_from_are_routed_well()
    {
        var rows = HeldBack().Select(row => (row.Set, Scored: new ScoredQuery(
            row.Label, Classifier.Assess(row.Text, row.Tools).ToolProbability, Classifier.Assess(row.Text, row.Tools).ToolProbability >= 0.5))).ToArray();

        var figures = Figures.Of([.. rows.Select(row => row.Scored)], 0);

        Assert.Equal(73, figures.Rows);
        Assert.InRange(figures.BalancedAccuracy!.Value, 0.75, 1);
        Assert.InRange(figures.Auc!.Value, 0.87, 1);
    }

    [Fact]
    public void The_same_query_gets_the_same_assessment_to_the_last_bit()
    {
        var other = new QueryClassifier(RouterModelFile.LoadDefault());
        foreach (var row in HeldBack())
        {
            var (first, second) = (Classifier.Assess(row.Text, row.Tools), other.Assess(row.Text, row.Tools));
            Assert.Equal(first.Reasons, second.Reasons);
            Assert.Equal(first with { Reasons = [] }, second with { Reasons = [] });
        }
    }

    [Fact]
    public void The_model_file_is_small_and_comes_back_as_it_was_written()
    {
        using var file = new MemoryStream();
        RouterModelFile.Save(Model, file);
        file.Position = 0;

        var loaded = RouterModelFile.Load(file);

        Assert.InRange(file.Length, 1, 1_000_000);
        Assert.Equal((Model.Name, Model.WithTools, Model.WithoutTools), (loaded.Name, loaded.WithTools, loaded.WithoutTools));
        Assert.Equal(Model.Trees.Leaves, loaded.Trees.Leaves);
        Assert.Equal(Model.Text.Weights, loaded.Text.Weights);
        Assert.Equal(Model.Vocabulary.Idf.OrderBy(word => word.Key), loaded.Vocabulary.Idf.OrderBy(word => word.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format\":2}")]
    public void What_is_no_model_is_refused(string content)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(content));

        Assert.Throws<InvalidDataException>(() => RouterModelFile.Load(file));
    }

    [Fact]
    public void A_model_that_lost_a_tree_is_refused()
    {
        using var file = new MemoryStream();
        RouterModelFile.Save(Model with { Trees = Model.Trees with { Leaves = Model.Trees.Leaves[..^1] } }, file);
        file.Position = 0;

        Assert.Throws<InvalidDataException>(() => RouterModelFile.Load(file));
    }

    [Fact]
    public void Any_text_and_any_tools_are_assessed()
    {
        var texts = Gen.Choose(0, char.MaxValue).Select(code => (char)code).ArrayOf().Select(units => new string(units));
        var tools = (from name in texts from description in texts from parameter in texts select new Tool(name, description, [parameter])).ArrayOf();
        Prop.ForAll(
            (from text in texts from offered in tools select (text, offered)).ToArbitrary(),
            query =>
            {
                var assessment = Classifier.Assess(query.text, query.offered);
                Assert.InRange(assessment.ToolProbability, 0, 1);
                Assert.InRange(assessment.TextTypeProbability, 1.0 / 6, 1);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Length_has_a_bound_for_time_and_changes_nothing_beyond_it()
    {
        Tool[] many = [.. Enumerable.Range(0, 2000).Select(i => new Tool($"tool_{i}", new string('x', 10_000), [new string('y', 10_000)]))];
        string[] texts = ["", " ", "\0", "\ud83d", "\udc00\ud83d", new('a', 100_000), string.Concat(Enumerable.Repeat("word ", 20_000)), string.Concat(Enumerable.Repeat("天", 100_000)), new('"', 100_000)];
        var started = TimeProvider.System.GetTimestamp();
        foreach (var text in texts)
        {
            Assert.InRange(Classifier.Assess(text, []).ToolProbability, 0, 1);
            Assert.InRange(Classifier.Assess(text, many).ToolProbability, 0, 1);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 20); // some ten milliseconds on an idle machine
        Assert.Equal(Classifier.Assess(texts[5], []).ToolProbability, Classifier.Assess(texts[5] + texts[5], []).ToolProbability);
    }

    private static IReadOnlyList<LabelledQuery> HeldBack() => LabelledQueries.ReadFile(Path.Combine(AppContext.BaseDirectory, "held-back.jsonl"));
}
