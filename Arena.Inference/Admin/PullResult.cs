using System.Text.Json;
using Arena.Inference.Api;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;

namespace Arena.Inference.Admin;

/// <summary>
/// The steps of a pull as lines of JSON, each sent when it happens. The last one is <c>{"status":"success"}</c> or <c>{"error":"…"}</c>.
/// </summary>
/// <param name="Lines">The steps; the first has been read already.</param>
/// <param name="State">The node, which then has a model more.</param>
internal sealed record PullResult(IAsyncEnumerator<PullProgress> Lines, NodeState State) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var lines = Lines;
        httpContext.Response.ContentType = "application/x-ndjson";
        try
        {
            do
            {
                var step = lines.Current;
                await WriteAsync(httpContext, new(step.Status, step.Completed, step.Total, Error: null));
            }
            while (await lines.MoveNextAsync());
            State.ProbeSoon();
        }
        catch (UpstreamFaultException exception)
        {
            await WriteAsync(httpContext, new(Status: null, Completed: null, Total: null, exception.Message));
        }
    }

    private static async Task WriteAsync(HttpContext http, PullLine line)
    {
        await http.Response.WriteAsync(JsonSerializer.Serialize(line, ApiJson.Lines.PullLine) + "\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}

/// <summary>One step of a pull.</summary>
/// <param name="Status">In Ollama's words.</param>
/// <param name="Completed">Bytes of this layer that are there.</param>
/// <param name="Total">Bytes of this layer.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record PullLine(string? Status, long? Completed, long? Total, string? Error);
