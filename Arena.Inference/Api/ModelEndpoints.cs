using System.Collections.Immutable;
using Arena.Inference.Admin;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Inference.Api;

/// <summary>What anyone may know of the models and their nodes. Nothing here tells which model is answering whom.</summary>
internal static class ModelEndpoints
{
    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Models");
        api.MapGet("/models", GetModels).WithName("GetModels").WithSummary("All models, and whether they can answer now.");
        api.MapGet("/nodes", GetNodes).WithName("GetNodes").WithSummary("All nodes, with their state and its reason.");
        return routes;
    }

    private static async Task<Ok<ModelList>> GetModels(
        NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        return TypedResults.Ok(new ModelList(
        [
            .. from model in catalog.Models.Values
               orderby model.Id
               select new ModelItem(
                   model.Id, model.DisplayName, model.Simulated,
                   model.Deployments.Any(deployment => health.Assess(deployment).Status is DeploymentStatus.Ready)),
        ]));
    }

    private static Ok<NodeList> GetNodes(NodeViews views) => TypedResults.Ok(new NodeList(views.All));
}

internal sealed record ModelList(ImmutableArray<ModelItem> Models);

internal sealed record ModelItem(string Id, string DisplayName, bool Simulated, bool Available);
