namespace Arena.LocalServers;

/// <summary>A local server cannot be found, prepared or started. The message says what to do.</summary>
public sealed class LocalServerException : Exception
{
    public LocalServerException()
    {
    }

    public LocalServerException(string message)
        : base(message)
    {
    }

    public LocalServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
