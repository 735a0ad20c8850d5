using Arena.Router.Evaluation;

namespace Arena.Router.Tests;

public class FiguresTests
{
    [Fact]
    public void Figures_are_those_that_one_counts_by_hand()
    {
        ScoredQuery[] rows =
        [
            new(QueryLabel.Tool, 0.9, true),
            new(QueryLabel.Tool, 0.6, true),
            new(QueryLabel.Tool, 0.6, true),
            new(QueryLabel.Tool, 0.2, false),
            new(QueryLabel.Chat, 0.6, true),
            new(QueryLabel.IrrelevantTools, 0.1, false),
        ];

        // AUC: of 8 pairs 0.9 wins 2, each 0.6 wins 1½, 0.2 wins 1. Calibration: bins of 0.9, 0.6 (three rows, two right), 0.2 and 0.1.
        Assert.Equal(
            new EvaluationFigures(6, 0.75, 0.5, 0.625, 0.75, (0.1 + Math.Abs(1.8 - 2) + Math.Abs(0.2 - 1) + 0.1) / 6, 3),
            Rounded(Figures.Of(rows, 3)));

        static EvaluationFigures Rounded(EvaluationFigures figures) =>
            figures with { ExpectedCalibrationError = (0.1 + Math.Abs(1.8 - 2) + Math.Abs(0.2 - 1) + 0.1) / 6 is var expected && Math.Abs(expected - figures.ExpectedCalibrationError) < 1e-9 ? expected : figures.ExpectedCalibrationError };
    }

    [Fact]
    public void What_the_rows_do_not_say_is_null()
    {
        var figures = Figures.Of([new(QueryLabel.Chat, 1, true)], 1);

        Assert.Equal(new(1, null, 1, null, null, 1, 1), figures);
    }
}
