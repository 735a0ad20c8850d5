using System.Runtime.InteropServices;

namespace Arena.Router.Classification.Model;

/// <summary>Platt scaling: from log odds of a model to a probability that means what it says. Probability = σ(slope · score + offset).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Calibration(double Slope, double Offset)
{
    public static Calibration None => new(1, 0);

    public double Of(double score) => 1 / (1 + Math.Exp(-((Slope * score) + Offset)));
}
