using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>Writes what a host in this process logs to the log of its resource, one line for each entry.</summary>
internal sealed class ResourceLoggerProvider(Action<string, bool> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(categoryName, write);

    public void Dispose()
    {
        // Nothing to dispose of.
    }

    private sealed class Lines(string category, Action<string, bool> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            write($"{logLevel.ToString().ToLowerInvariant()}: {category}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}", logLevel >= LogLevel.Error);
    }
}
