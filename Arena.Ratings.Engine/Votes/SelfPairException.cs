namespace Arena.Ratings.Engine;

/// <summary>
/// A model met itself. Such a vote says nothing (no gradient, no curvature), but it would count in the number of votes, and a wrong encoding of it
/// shifts every rating: it is refused at the door.
/// </summary>
public sealed class SelfPairException(string model) : ArgumentException($"The model '{model}' is on both sides: a vote compares two models.")
{
    public string Model { get; } = model;
}
