using System.Text.Json.Serialization;
using Arena.Inference.Api;
using Arena.Inference.Drivers;
using Arena.Inference.Faults;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;
using Deployment = Arena.Inference.Models.Deployment;
using Model = Arena.Inference.Models.Model;

namespace Arena.Inference.CommandLine;

/// <summary>Tries out every model: probes each node once, then looks at, or asks, each deployment.</summary>
internal sealed class ModelCheck(
    NodeRegistry nodes, UpstreamDrivers drivers, UpstreamClients clients, ModelCatalog catalog, DeploymentHealth health, AnswerRequests requests)
{
    private const string Question = "Answer with the word yes.";
    private const int AnswerTokens = 16;

    /// <summary>The state of each model, in the order of ids.</summary>
    /// <param name="ask">Whether each model is to answer a question.</param>
    public async Task<IReadOnlyList<CheckedModel>> RunAsync(bool ask, CancellationToken cancellationToken)
    {
        await Task.WhenAll(nodes.All.Select(state => ProbeAsync(state, cancellationToken)));
        return await Task.WhenAll(catalog.Models.Values.OrderBy(model => model.Id, StringComparer.Ordinal).Select(model => CheckAsync(model, ask, cancellationToken)));
    }

    private async Task ProbeAsync(NodeState state, CancellationToken cancellationToken) =>
        state.Report(await drivers[state.Node.Driver].ProbeAsync(state.Node, cancellationToken));

    private async Task<CheckedModel> CheckAsync(Model model, bool ask, CancellationToken cancellationToken)
    {
        if (model.Disabled is { } missing)
        {
            return Checked(model, CheckState.Misconfigured, missing, deployment: null);
        }

        var (reason, tried) = ("it has no deployment", (Deployment?)null);
        foreach (var deployment in model.Deployments)
        {
            if (await FaultOfAsync(model, deployment, ask, cancellationToken) is not { } fault)
            {
                return Checked(model, CheckState.Reachable, "", deployment);
            }

            (reason, tried) = tried is null ? (fault, deployment) : ($"{reason}; {deployment.Id}: {fault}", tried);
        }

        return Checked(model, CheckState.Failing, reason, tried);
    }

    /// <summary>Null when all is well.</summary>
    private async Task<string?> FaultOfAsync(Model model, Deployment deployment, bool ask, CancellationToken cancellationToken)
    {
        var assessed = health.Assess(deployment);
        if (assessed.Status is not DeploymentStatus.Ready)
        {
            return assessed.Reason;
        }

        var node = nodes[deployment.Node].Node;
        return await drivers[node.Driver].FindFaultAsync(node, deployment.UpstreamModel, cancellationToken)
            ?? (ask ? await AskAsync(model, deployment, cancellationToken) : null);
    }

    private async Task<string?> AskAsync(Model model, Deployment deployment, CancellationToken cancellationToken)
    {
        var request = requests.Create(model.Id, [new(ChatRole.User, Question)], new() { MaxOutputTokens = AnswerTokens });
        try
        {
            await clients[deployment.Node].GetStreamingResponseAsync(request.Messages, request.OptionsFor(deployment), cancellationToken).LastOrDefaultAsync(cancellationToken);
            return null;
        }
        catch (UpstreamFaultException fault)
        {
            return $"{fault.Traits.Name}: {fault.Message}";
        }
    }

    private static CheckedModel Checked(Model model, CheckState state, string reason, Deployment? deployment) =>
        new(model.Id, model.DisplayName, model.Version, model.Family, state, reason, deployment?.Id);
}

/// <summary>What a check says of a model.</summary>
/// <param name="Reason">What is missing, or why it fails; empty when it can be reached.</param>
/// <param name="Deployment">The one that was reached, or tried first.</param>
internal sealed record CheckedModel(
    string Id, string DisplayName, string Version, string Family, CheckState State, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Deployment);

[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    [JsonStringEnumMemberName("reachable")] Reachable,

    /// <summary>Something that it needs is not set.</summary>
    [JsonStringEnumMemberName("misconfigured")] Misconfigured,

    [JsonStringEnumMemberName("failing")] Failing,
}
