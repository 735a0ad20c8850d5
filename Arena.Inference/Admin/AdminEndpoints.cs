using Arena.Inference.Nodes;
using Arena.Inference.Nodes.Lifecycle;
using Arena.Inference.Telemetry;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Inference.Admin;

/// <summary>What only an operator may see and do. Every call waits for the state that it asks for, and says why it did not come.</summary>
internal static class AdminEndpoints
{
    public static IEndpointRouteBuilder MapNodeAdmin(this IEndpointRouteBuilder routes)
    {
        var node = routes.MapGroup("/api/admin/nodes/{node}").WithTags("Admin").RequireAdminKey();
        node.MapGet("/", (string node, NodeRegistry nodes, NodeViews views) => nodes.Find(node) is { } state
            ? Results.Ok(views.ShowDetails(state))
            : Unknown(node, nodes)).WithName("GetNodeDetails").WithSummary("A node with its last loads and unloads.");
        node.MapPost("/swap", (NodeCall call, ModelBody body) => call.RunAsync((operations, state, token) => operations.LoadAsync(state, body.Model, atOnce: true, token)))
            .WithName("SwapModel").WithSummary("Has a model in memory; others give way as soon as they are idle.");
        node.MapPost("/warm", (NodeCall call, ModelBody body) => call.RunAsync((operations, state, token) => operations.LoadAsync(state, body.Model, atOnce: false, token)))
            .WithName("WarmModel").WithSummary("Has a model in memory, in its turn.");
        node.MapPost("/drain", (NodeCall call) => call.RunAsync((operations, state, token) => operations.DrainAsync(state, token)))
            .WithName("DrainNode").WithSummary("No new requests; answers when none is under way.");
        node.MapPost("/undrain", (NodeCall call) => call.RunAsync(Open)).WithName("UndrainNode").WithSummary("The end of a drain.");
        node.MapPost("/force-fallback", (NodeCall call) => call.RunAsync((operations, state, _) =>
        {
            operations.Bypass(state);
            return Task.CompletedTask;
        })).WithName("ForceFallback").WithSummary("No new requests, as if the node were down.");
        node.MapPost("/restore", (NodeCall call) => call.RunAsync(Open)).WithName("RestoreNode").WithSummary("The end of a forced fallback.");
        node.MapPost("/pull", PullAsync).WithName("PullModel").WithSummary("Ollama: fetches a model; the answer is a line of JSON for each step.");
        return routes;
    }

    public static ProblemHttpResult Refused(string detail) =>
        TypedResults.Problem(title: "The node did not do it.", detail: detail, statusCode: StatusCodes.Status409Conflict, type: ProblemTypes.NodeRefused);

    public static ProblemHttpResult Unknown(string node, NodeRegistry nodes) => TypedResults.Problem(
        title: "There is no such node.", detail: $"'{node}' is none of: {string.Join(", ", nodes.All.Select(state => state.Node.Name))}.",
        statusCode: StatusCodes.Status404NotFound, type: ProblemTypes.NodeNotFound);

    private static Task Open(NodeOperations operations, NodeState state, CancellationToken cancellationToken)
    {
        NodeOperations.Open(state);
        return Task.CompletedTask;
    }

    private static async Task<IResult> PullAsync(string node, ModelBody body, NodeRegistry nodes, OllamaPull pull, CancellationToken cancellationToken)
    {
        if (nodes.Find(node) is not { } state)
        {
            return Unknown(node, nodes);
        }

        if (!string.Equals(state.Node.Driver, GenAi.Providers.Ollama, StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(body.Model))
        {
            return Refused("""Only an Ollama node fetches models, and the body must name one: {"model":"…"}.""");
        }

        var lines = pull.PullAsync(state.Node, body.Model, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            await lines.MoveNextAsync(); // whoever fails at the first step gets a proper status
        }
        catch (LifecycleException exception)
        {
            await lines.DisposeAsync();
            return Refused(exception.Message);
        }

        return new PullResult(lines, state);
    }
}

/// <summary>A model by the node's name, or by public id.</summary>
internal sealed record ModelBody(string? Model);
