using System.Net.Mime;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that is an HTTP request: the replica that it was given to gets it.</summary>
internal sealed class HttpCommand(EndpointReference endpoint, string path, HttpCommandOptions options)
{
    public const string ClientName = "resource-command";

    private const int LongestExcerpt = 500;

    public async Task<ExecuteCommandResult> ExecuteAsync(ExecuteCommandContext context)
    {
        var (cancellationToken, client) = (context.CancellationToken, ClientOf(context.ServiceProvider));
        using var request = new HttpRequestMessage(options.Method!, new Uri(new Uri(AddressFor(context.ResourceName)), path));
        if (options.PrepareRequest is { } prepare)
        {
            await prepare(new()
            {
                ServiceProvider = context.ServiceProvider,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = cancellationToken,
                HttpClient = client,
                Request = request,
            });
        }

        using var response = await client.SendAsync(request, cancellationToken);
        if (options.GetCommandResult is { } read)
        {
            return await read(new()
            {
                ServiceProvider = context.ServiceProvider,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = cancellationToken,
                HttpClient = client,
                Response = response,
            });
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? Succeeded(response, body)
            : CommandResults.Failure($"{request.Method} {request.RequestUri} answers {(int)response.StatusCode}: {Excerpt(body)}");
    }

    private ExecuteCommandResult Succeeded(HttpResponseMessage response, string body)
    {
        var isJson = options.ResultMode == HttpCommandResultMode.Json
            || (options.ResultMode == HttpCommandResultMode.Auto && response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json);
        return options.ResultMode == HttpCommandResultMode.None || body.Length == 0
            ? CommandResults.Success()
            : CommandResults.Success("done", body, isJson ? CommandResultFormat.Json : CommandResultFormat.Text);
    }

    /// <summary>Without a time limit of its own: a command may take long, and whoever gave it can cancel it.</summary>
    private HttpClient ClientOf(IServiceProvider services)
    {
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(options.HttpClientName ?? ClientName);
        if (options.HttpClientName is null)
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
        }

        return client;
    }

    private string AddressFor(string resourceId)
    {
        var replica = endpoint.Resource.TryGetLastAnnotation<ResourceInstancesAnnotation>(out var instances)
            ? instances.Instances.FirstOrDefault(instance => string.Equals(instance.Id, resourceId, StringComparison.OrdinalIgnoreCase))?.Index ?? 0
            : 0;
        return endpoint.Allocated(replica).UriString;
    }

    private static string Excerpt(string body) => body.Length <= LongestExcerpt ? body : $"{body[..LongestExcerpt]}…";
}
