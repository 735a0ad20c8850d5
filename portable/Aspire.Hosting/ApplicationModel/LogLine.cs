namespace Aspire.Hosting.ApplicationModel;

/// <summary>One line of a resource's log. The content starts with the time (RFC 3339).</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
