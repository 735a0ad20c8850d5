using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Has a server fetch a model, with the progress in the resource's state: POST /api/pull, one JSON object per line.</summary>
internal static partial class OllamaModelPull
{
    public static async Task RunAsync(OllamaModelResource model, IServiceProvider services, CancellationToken cancellationToken)
    {
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        var logger = services.GetRequiredService<ResourceLoggerService>().GetLogger(model);
        try
        {
            await foreach (var state in ProgressAsync(model, cancellationToken))
            {
                await notifications.PublishUpdateAsync(model, snapshot => snapshot with { State = state });
            }

            LogPulled(logger, model.ModelName);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or DistributedApplicationException)
        {
            // What cannot be fetched is said, and the others go on; the health check keeps saying that it is missing.
            LogFailed(logger, model.ModelName, e.Message);
        }
    }

    /// <summary>Each state once: <c>pulling manifest</c>, <c>Pulling 42%</c>, …; ends with the model in place.</summary>
    private static async IAsyncEnumerable<string> ProgressAsync(
        OllamaModelResource model, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new(model.Parent.PrimaryEndpoint.Url), Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pull") { Content = JsonContent.Create(new { model = model.ModelName }) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var last = "";
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var state = StateOf(JsonDocument.Parse(line).RootElement);
            if (state != last)
            {
                yield return last = state;
            }
        }
    }

    private static string StateOf(JsonElement progress)
    {
        if (progress.TryGetProperty("error", out var error))
        {
            throw new DistributedApplicationException(error.GetString() ?? "unknown error");
        }

        return progress.TryGetProperty("total", out var total) && progress.TryGetProperty("completed", out var completed) && total.GetInt64() > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Pulling {100 * completed.GetInt64() / total.GetInt64()}%")
            : progress.GetProperty("status").GetString() ?? "";
    }

    [LoggerMessage(1, LogLevel.Information, "{Model} is there.")]
    private static partial void LogPulled(ILogger logger, string model);

    [LoggerMessage(2, LogLevel.Error, "{Model} could not be pulled: {Reason}")]
    private static partial void LogFailed(ILogger logger, string model, string reason);
}
