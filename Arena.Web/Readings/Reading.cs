namespace Arena.Web.Readings;

/// <summary>What another service answered, or why there is nothing to show: a page has sections, and one that is missing is not the page.</summary>
/// <param name="Value">Null exactly when there is a fault.</param>
public sealed record Reading<T>(T? Value, ReadingFault? Fault)
    where T : class;

/// <summary>Why there is nothing to show.</summary>
/// <param name="Status">The HTTP status that says it to a program: 400, 404 or 503.</param>
/// <param name="Text">The same for a person, a sentence.</param>
public sealed record ReadingFault(int Status, string Text);
