using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator;

/// <summary>What no real server has: the truth about the models, the state of the node, and faults on demand.</summary>
internal static class AdminEndpoints
{
    public static IEndpointRouteBuilder MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin");
        admin.MapGet("/models", (ModelCatalog catalog) => TypedResults.Json([.. catalog.Models.Select(AdminModel.From)], AdminJson.Default.ListAdminModel));
        admin.MapGet("/node", Node);
        admin.MapGet("/faults", (FaultBoard faults) => Show(faults));
        admin.MapPut("/faults", PutFaultsAsync);
        admin.MapDelete("/faults", (FaultBoard faults) =>
        {
            faults.Replace([]);
            return TypedResults.NoContent();
        });
        return routes;
    }

    private static JsonHttpResult<AdminNode> Node(IOptions<SimulatorOptions> options, VideoMemory memory, ISimulatedNode node) =>
        TypedResults.Json(new AdminNode(options.Value.Protocol, memory.Capacity, memory.Used, node.RunningRequests, node.WaitingRequests), AdminJson.Default.AdminNode);

    /// <summary>Replaces all faults by the one, or the array of them, in the body.</summary>
    private static async Task<IResult> PutFaultsAsync(HttpContext http, ModelCatalog catalog, FaultBoard board, CancellationToken cancellationToken)
    {
        List<Fault> faults;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
            faults = body.RootElement.ValueKind == JsonValueKind.Array
                ? body.Deserialize(AdminJson.Default.ListFault)!
                : [body.Deserialize(AdminJson.Default.Fault)!];
        }
        catch (JsonException e)
        {
            return Invalid(e.Message);
        }

        if (faults.Contains(null!))
        {
            return Invalid("A fault is an object.");
        }

        faults = faults.ConvertAll(fault => fault.WithDefaults());
        var unknown = faults.Find(fault => fault.Model != Fault.AnyModel && catalog.Models.All(model => model.Id != fault.Model));
        var wrong = unknown is null ? faults.Select(fault => fault.Problem()).FirstOrDefault(text => text is not null) : $"No model is named '{unknown.Model}'.";
        if (wrong is not null)
        {
            return Invalid(wrong);
        }

        board.Replace(faults);
        return Show(board);
    }

    private static ProblemHttpResult Invalid(string detail) => TypedResults.Problem(title: "Not a fault", detail: detail, statusCode: 400);

    private static JsonHttpResult<List<Fault>> Show(FaultBoard board) => TypedResults.Json([.. board.Current], AdminJson.Default.ListFault);
}
