using Arena.Router.Classification;
using Arena.Router.Classification.Model;
using Arena.RouterTrainer.Data;
using Arena.RouterTrainer.Training;
using Arena.RouterTrainer.Validation;

namespace Arena.RouterTrainer;

/// <summary>What the tool can be asked to do. The same input gives the same output.</summary>
internal static class Commands
{
    private const int Done = 0;
    private const int BadUsage = 2;

    /// <summary>
    /// Learns from all rows, calibrates on what was learned without each set, writes the model file, and prints how models fare on sets
    /// that they have not seen.
    /// </summary>
    public static int Train(string data, string modelFile)
    {
        var rows = TrainingData.Read(data);
        var outOfSet = LeaveOneSetOut.Score(rows, Console.Error);
        var model = RouterFit.Fit(rows) with
        {
            Name = TrainingData.NameOf(rows),
            WithTools = PlattScaling.Fit(outOfSet.WithTools),
            WithoutTools = PlattScaling.Fit(outOfSet.WithoutTools),
        };
        using (var file = File.Create(modelFile))
        {
            RouterModelFile.Save(model, file);
            file.WriteByte((byte)'\n');
        }

        Report(rows, outOfSet, Console.Out);
        Console.Error.WriteLine($"{modelFile}: {model.Name}.");
        return Done;
    }

    private static void Report(IReadOnlyList<TrainingRow> rows, OutOfSetScores outOfSet, TextWriter output)
    {
        output.WriteLine("Every set by a model that has not seen it, with tools on offer:\n");
        MarkdownTable.Write(PlattScaling.OutOfSet(outOfSet.WithTools), output);
        output.WriteLine("\nThe same without any tool on offer:\n");
        MarkdownTable.Write(PlattScaling.OutOfSet(outOfSet.WithoutTools), output);

        TrainingRow[] own = [.. rows.Where(row => row.Source == PromptFiles.Source)];
        TrainingRow[] given = [.. rows.Where(row => row.Source != PromptFiles.Source)];
        var curve = PlattScaling.Fit(LeaveOneSetOut.Score(own, Console.Error).WithTools);
        var classifier = new QueryClassifier(RouterFit.Fit(own) with { WithTools = curve });
        output.WriteLine("\nThe public sets by a model that was made of our own prompts alone:\n");
        MarkdownTable.Write([.. given.Select(row => new OutOfSetRow(row, 0, classifier.Assess(row.Text, row.Tools).ToolProbability))], output);
        output.WriteLine("\nThe public sets by the keyword router:\n");
        MarkdownTable.Write([.. given.Select(row => new OutOfSetRow(row, 0, KeywordRouter.IsForTools(row.Text) ? 1 : 0))], output);
    }

    /// <summary>Says how the tool is called.</summary>
    public static int Usage()
    {
        Console.Error.WriteLine("Usage: train DATA MODEL. DATA: labelled queries, JSON Lines, also gzipped. MODEL: the file to write.");
        return BadUsage;
    }
}
