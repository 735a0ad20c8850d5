using System.Text.Json;
using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;

namespace Arena.Inference.Admin;

/// <summary>
/// The steps of a pull as lines of JSON, each sent when it happens. The last one is <c>{"status":"success"}</c> or <c>{"error":"…"}</c>.
/// </summary>
/// <param name="Lines">The steps; the first has been read already.</param>
/// <param name="State">The node, which then has a model more.</param>
internal sealed record PullResult(IAsyncEnumerator<OllamaPullLine> Lines, NodeState State) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var lines = Lines;
        httpContext.Response.ContentType = "application/x-ndjson";
        try
        {
            do
            {
                await WriteAsync(httpContext, lines.Current);
            }
            while (await lines.MoveNextAsync());
            State.ProbeSoon();
        }
        catch (LifecycleException exception)
        {
            await WriteAsync(httpContext, new(Status: null, Total: null, Completed: null, exception.Message));
        }
    }

    private static async Task WriteAsync(HttpContext http, OllamaPullLine line)
    {
        await http.Response.WriteAsync(JsonSerializer.Serialize(line, LifecycleJson.Default.OllamaPullLine) + "\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
