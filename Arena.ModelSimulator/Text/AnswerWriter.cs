using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Arena.ModelSimulator.Configuration;

namespace Arena.ModelSimulator.Text;

/// <summary>
/// Writes the answer of a simulated model: readable Markdown that depends on the prompt and on nothing but model, prompt and seed.
/// A stronger model is right more often and says more that is to the point. No answer names its model.
/// </summary>
internal static class AnswerWriter
{
    // The strength that writes one point in two to the point; the rest is filler.
    private const double FillerDifficulty = 1350;
    private const double SumDifficulty = 1050;
    private const double CodeDifficulty = 1300;
    private const int WordsPerPoint = 24;

    public static string Write(SimulatedModel model, IReadOnlyList<ChatTurn> turns, long seed)
    {
        if (ToolUse.Report(turns) is { } report)
        {
            return report;
        }

        var random = RandomFor(model.Id, turns, seed);
        var prompt = PromptReading.Read(turns);
        return prompt.Kind switch
        {
            PromptKind.Greeting => "Hello! What would you like to talk about?",
            PromptKind.Identity => "I am an assistant that answers questions. Which one I am is not something I can tell you here; ask me anything else.",
            PromptKind.Sum => WriteSum(model.Options, prompt, random),
            PromptKind.Fact => WriteFact(model.Options, prompt.Fact!, random),
            _ => WriteOpen(model.Options, prompt, random),
        };
    }

    // The seeded algorithm of Random is part of its contract, so answers stay the same from version to version.
    private static Random RandomFor(string model, IReadOnlyList<ChatTurn> turns, long seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(model);
        Append(seed.ToString(CultureInfo.InvariantCulture));
        foreach (var turn in turns)
        {
            Append(turn.Role);
            Append(turn.Content);
        }

        return new Random(BitConverter.ToInt32(hash.GetHashAndReset()));

        void Append(string part)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
    }

    // The Elo expectation against the difficulty of the task.
    private static bool Succeeds(ModelOptions model, double difficulty, Random random) =>
        random.NextDouble() < 1 / (1 + Math.Pow(10, (difficulty - model.Strength) / 400));

    private static string WriteSum(ModelOptions model, PromptReading prompt, Random random)
    {
        Arithmetic.TrySolve(prompt.Question, out var expression, out var value);
        var difficulty = SumDifficulty + (20 * expression.Length);
        var said = Succeeds(model, difficulty, random) ? value : value + (random.Next(2) == 0 ? 10 : -1);
        var result = Arithmetic.Write(said);
        return model.Style switch
        {
            AnswerStyle.Concise => result,
            AnswerStyle.Headers => $"## Result\n\n{expression} = **{result}**",
            AnswerStyle.Code => $"```python\n>>> {expression}\n{result}\n```",
            _ => $"{expression} = **{result}**",
        };
    }

    private static string WriteFact(ModelOptions model, Fact fact, Random random)
    {
        var right = Succeeds(model, fact.Difficulty, random);
        var answer = right ? fact.Right : fact.Wrong;
        var detail = right && model.Style != AnswerStyle.Concise ? $" {fact.Detail}" : "";
        return model.Style switch
        {
            AnswerStyle.Concise => $"{answer}.",
            AnswerStyle.Headers => $"## Answer\n\nThe {fact.Subject} is **{answer}**.{detail}",
            AnswerStyle.Lists => $"- **{answer}** is the {fact.Subject}." + (detail.Length > 0 ? $"\n-{detail}" : ""),
            _ => $"The {fact.Subject} is {answer}.{detail}",
        };
    }

    private static string WriteOpen(ModelOptions model, PromptReading prompt, Random random)
    {
        var (openings, bank) = Phrases.For(prompt.Kind);
        var wanted = Math.Clamp(model.Verbosity / WordsPerPoint, 1, bank.Length);
        var points = bank.OrderBy(_ => random.Next()).Take(wanted)
            .Select(point => Succeeds(model, FillerDifficulty, random) ? point : Phrases.Filler[random.Next(Phrases.Filler.Length)])
            .Distinct()
            .Select(point => point with { Sentence = Fill(point.Sentence) })
            .ToList();
        var opening = Fill(Pick(openings));
        var closing = Fill(Pick(Phrases.Closings));
        var code = prompt.Kind == PromptKind.Code || (model.Style == AnswerStyle.Code && prompt.Kind == PromptKind.HowTo)
            ? CodeSamples.For(prompt, Succeeds(model, CodeDifficulty, random))
            : null;
        return prompt.Kind == PromptKind.Creative
            ? Layout.Verses(opening, points)
            : Layout.For(model.Style, opening, points, code, closing);

        string Pick(string[] from) => from[random.Next(from.Length)];

        string Fill(string template)
        {
            var first = prompt.Topics[random.Next(Math.Min(2, prompt.Topics.Count))];
            var second = prompt.Topics.FirstOrDefault(topic => topic != first) ?? "it"; // a prompt with one topic
            return template.Replace("{a}", first, StringComparison.Ordinal).Replace("{b}", second, StringComparison.Ordinal);
        }
    }
}
