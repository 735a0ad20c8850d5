using Arena.Router.Classification.Text;

namespace Arena.Router.Classification.Model;

/// <summary>Everything that was learned.</summary>
/// <param name="Name">Which one it is: stands on labels and in the log.</param>
/// <param name="Text">Scores of a text alone.</param>
/// <param name="Trees">Log odds that one of the tools on offer fits.</param>
/// <param name="WithoutTools">From the text's score to a probability, where no tool is on offer.</param>
/// <param name="WithTools">From the trees' log odds to a probability.</param>
internal sealed record RouterModel(
    string Name, Vocabulary Vocabulary, TextModel Text, BoostedTrees Trees, Calibration WithoutTools, Calibration WithTools);
