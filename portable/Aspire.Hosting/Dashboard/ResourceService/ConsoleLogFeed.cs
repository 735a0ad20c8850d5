using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>The log of one resource in messages of bounded size.</summary>
internal sealed class ConsoleLogFeed(ResourceNotificationService notifications, ResourceLoggerService loggers)
{
    /// <summary>Characters; a dashboard takes messages of 16 MB, and a character has at most 3 bytes.</summary>
    private const int MaxBatch = 1_000_000;

    private const int MaxLine = 100_000;

    /// <summary>The lines so far, and, to follow, each new one until the resource has ended for good.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is no such resource.</exception>
    public async IAsyncEnumerable<WatchResourceConsoleLogsUpdate> ReadAsync(
        string resourceId, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!notifications.TryGetCurrentState(resourceId, out _))
        {
            throw new RpcException(new(StatusCode.NotFound, $"There is no resource '{resourceId}'."));
        }

        var lines = follow ? loggers.WatchAsync(resourceId) : loggers.GetAllAsync(resourceId);
        await foreach (var batch in lines.WithCancellation(cancellationToken))
        {
            foreach (var update in Split(batch))
            {
                yield return update;
            }
        }
    }

    private static IEnumerable<WatchResourceConsoleLogsUpdate> Split(IEnumerable<LogLine> lines)
    {
        var update = new WatchResourceConsoleLogsUpdate();
        var size = 0;
        foreach (var line in lines)
        {
            var text = Shorten(line.Content);
            if (size > 0 && size + text.Length > MaxBatch)
            {
                yield return update;
                (update, size) = (new(), 0);
            }

            update.LogLines.Add(new ConsoleLogLine { Text = text, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber });
            size += text.Length;
        }

        if (size > 0)
        {
            yield return update;
        }
    }

    private static string Shorten(string line) =>
        line.Length <= MaxLine ? line : $"{line.AsSpan(0, MaxLine)} … ({line.Length - MaxLine} more characters)";
}
