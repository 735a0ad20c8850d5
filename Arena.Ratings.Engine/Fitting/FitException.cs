namespace Arena.Ratings.Engine;

/// <summary>A fit has no answer that may be published; the message says why and what would help.</summary>
public sealed class FitException(string message) : Exception(message);
