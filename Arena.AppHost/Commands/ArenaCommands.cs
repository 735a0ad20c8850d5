#pragma warning disable ASPIREINTERACTION001 // Arguments of commands are experimental in Aspire.

namespace Arena.AppHost.Commands;

/// <summary>What an operator can have the arena's resources do, from the dashboard.</summary>
internal static class ArenaCommands
{
    /// <summary>On the ratings service: compute the board again.</summary>
    public static IResourceBuilder<ProjectResource> WithRatingsCommands(this IResourceBuilder<ProjectResource> ratings, IResourceBuilder<ParameterResource> adminKey)
    {
        var admin = new AdminCall(ratings.GetEndpoint("http"), adminKey.Resource);
        return ratings.WithCommand(
            "recompute",
            "Recompute ratings",
            context => admin.PostAsync("/api/admin/ratings/recompute", body: null, context.CancellationToken),
            new() { Description = "Computes all boards again, from the ledger.", IconName = "CalculatorArrowClockwise", UpdateState = WhileRunning });
    }

    /// <summary>On each model node: what its models and its traffic do. The inference service carries it out.</summary>
    public static void WithNodeCommands(
        this IResourceBuilder<ProjectResource> inference, IReadOnlyList<ModelNode> nodes, IResourceBuilder<ParameterResource> adminKey)
    {
        var admin = new AdminCall(inference.GetEndpoint("http"), adminKey.Resource);
        foreach (var node in nodes)
        {
            node.Resource
                .WithModelCommand(admin, "swap", "Swap model", "Has a model in memory; others give way as soon as they are idle.", "ArrowSwap")
                .WithModelCommand(admin, "warm", "Warm model", "Has a model in memory, in its turn.", "Fire")
                .WithNodeCommand(admin, "drain", "Drain", "No new requests; done when none is under way.", "ArrowExit", "Send no new requests to this node?")
                .WithNodeCommand(admin, "undrain", "Undrain", "The end of a drain.", "ArrowEnter")
                .WithNodeCommand(admin, "force-fallback", "Force fallback", "No new requests, as if the node were down.", "PlugDisconnected", "Treat this node as down?")
                .WithNodeCommand(admin, "restore", "Restore", "The end of a forced fallback.", "PlugConnected");
        }
    }

    private static IResourceBuilder<IResource> WithModelCommand(
        this IResourceBuilder<IResource> node, AdminCall admin, string name, string displayName, string description, string icon) =>
        node.WithCommand(
            name,
            displayName,
            context => admin.PostAsync(PathOf(node, name), new { model = context.Arguments["model"].Value }, context.CancellationToken),
            new()
            {
                Description = description,
                IconName = icon,
                UpdateState = WhileRunning,
                Arguments =
                [
                    new() { Name = "model", Label = "Model", Description = "The model's id, or its name on the node.", InputType = InputType.Text, Required = true, MaxLength = 200 },
                ],
            });

    private static IResourceBuilder<IResource> WithNodeCommand(
        this IResourceBuilder<IResource> node, AdminCall admin, string name, string displayName, string description, string icon, string? question = null) =>
        node.WithCommand(
            name,
            displayName,
            context => admin.PostAsync(PathOf(node, name), body: null, context.CancellationToken),
            new() { Description = description, IconName = icon, ConfirmationMessage = question, UpdateState = WhileRunning });

    private static string PathOf(IResourceBuilder<IResource> node, string command) => $"/api/admin/nodes/{node.Resource.Name}/{command}";

    private static ResourceCommandState WhileRunning(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
}
