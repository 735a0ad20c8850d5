using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Arena.Inference.Admin;
using Arena.Inference.Configuration;
using Arena.Inference.Configuration.Live;
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
        api.MapGet("/nodes", GetNodes).WithName("GetNodes").WithSummary("All nodes, with their state and its reason; with the admin key also what they are doing.");
        return routes;
    }

    private static async Task<Ok<ModelList>> GetModels(
        NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, EndpointsStatus endpoints, CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        return TypedResults.Ok(new ModelList(
        [
            .. from model in catalog.Models.Values
               orderby model.Id
               select new ModelItem(
                   model.Id, model.DisplayName, model.Simulated,
                   model.Deployments.Any(deployment => health.Assess(deployment).Status is DeploymentStatus.Ready),
                   model.Version, model.Family, model.Capabilities, model.Price, model.BlindOnly, model.Disabled),
        ],
        endpoints.Last));
    }

    private static Ok<NodeList> GetNodes(NodeViews views, ClaimsPrincipal caller) =>
        TypedResults.Ok(new NodeList(caller.Identity is { IsAuthenticated: true } ? views.ShowToOperators() : views.ShowToAnyone()));
}

/// <summary>All models.</summary>
/// <param name="Endpoints">How the file of endpoints was read last; absent without one.</param>
internal sealed record ModelList(
    ImmutableArray<ModelItem> Models, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EndpointsStatus.Reading? Endpoints);

/// <summary>A model as anyone may see it.</summary>
/// <param name="Price">US dollars for a million tokens, where somebody said.</param>
/// <param name="BlindOnly">Nobody may choose it by name.</param>
/// <param name="Disabled">Why it cannot be used, though it was registered.</param>
internal sealed record ModelItem(
    string Id, string DisplayName, bool Simulated, bool Available, string Version, string Family, Capabilities Capabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PriceOptions? Price,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool BlindOnly,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Disabled);
