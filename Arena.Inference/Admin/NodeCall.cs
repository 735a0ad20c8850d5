using Arena.Inference.Nodes;

namespace Arena.Inference.Admin;

/// <summary>One call that does something to a node, bound from its route.</summary>
internal sealed class NodeCall(HttpContext http, string node)
{
    /// <summary>The parameter binding of minimal APIs.</summary>
    public static ValueTask<NodeCall?> BindAsync(HttpContext http) =>
        ValueTask.FromResult<NodeCall?>(new(http, (string?)http.GetRouteValue("node") ?? ""));

    /// <summary>Answers with the node as it then is.</summary>
    public async Task<IResult> RunAsync(Func<NodeOperations, NodeState, CancellationToken, Task> operation)
    {
        var services = http.RequestServices;
        var nodes = services.GetRequiredService<NodeRegistry>();
        if (nodes.Find(node) is not { } state)
        {
            return AdminEndpoints.Unknown(node, nodes);
        }

        try
        {
            await operation(services.GetRequiredService<NodeOperations>(), state, http.RequestAborted);
            return TypedResults.Ok(services.GetRequiredService<NodeViews>().Show(state));
        }
        catch (NodeRefusedException exception)
        {
            return AdminEndpoints.Refused(exception.Message);
        }
    }
}
