using System.Text.Json;
using Arena.Ratings.Ledger;
using Arena.Ratings.Rubrics;
using Arena.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Ratings.Campaigns;

/// <summary>Campaigns: how far they are, for everyone; opening and closing them, and how consistent their voters are, for the operator.</summary>
internal static class CampaignEndpoints
{
    public static IEndpointRouteBuilder MapCampaigns(this IEndpointRouteBuilder routes)
    {
        var campaigns = routes.MapGroup("/api/campaigns").WithTags("Campaigns");
        campaigns.MapGet("/", List).WithName("ListCampaigns").WithSummary("All campaigns, the newest first.");
        campaigns.MapGet("/{name}", Get).WithName("GetCampaign").WithSummary("What a campaign asks, and how far it is.");
        campaigns.MapGet("/{name}/consistency", GetConsistency).WithName("GetCampaignConsistency").RequireAdminKey()
            .WithSummary("Whether voters judge the same way again, and as others do.");
        campaigns.MapPost("/", Create).WithName("CreateCampaign").RequireAdminKey().WithSummary("Opens a campaign.");
        campaigns.MapPost("/{name}/close", Close).WithName("CloseCampaign").RequireAdminKey().WithSummary("Hands out no more prompts; the evidence stays.");
        return routes;
    }

    private static async Task<IResult> List(CampaignProgress progress, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        return TypedResults.Ok(new CampaignList([.. (await progress.ListAsync(cancellationToken)).Select(CampaignItem.Of)]));
    }

    private static async Task<IResult> Get(string name, CampaignProgress progress, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        return await progress.FindAsync(name, cancellationToken) is { } state ? TypedResults.Ok(CampaignItem.Of(state)) : Unknown(name);
    }

    private static async Task<IResult> GetConsistency(
        string name, CampaignProgress progress, CampaignVotes votes, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        return await progress.FindAsync(name, cancellationToken) is null ? Unknown(name)
            : TypedResults.Ok(Consistency.Of(await votes.ReadAsync(name, cancellationToken)));
    }

    private static async Task<IResult> Create(
        HttpRequest request, CampaignRecorder recorder, CampaignProgress progress, RubricCatalog rubrics, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        CampaignDefinition? definition;
        try
        {
            definition = await JsonSerializer.DeserializeAsync<CampaignDefinition>(request.Body, CampaignDefinition.Json, cancellationToken);
        }
        catch (JsonException exception)
        {
            return Invalid($"The body is not a campaign: {exception.Message}");
        }

        if (definition is null || definition.Broken(rubrics) is not null)
        {
            return Invalid(definition?.Broken(rubrics) ?? "The body is not a campaign.");
        }

        return await recorder.CreateAsync(definition, cancellationToken)
            ? TypedResults.Created($"/api/campaigns/{definition.Name}", CampaignItem.Of((await progress.FindAsync(definition.Name!, cancellationToken))!))
            : TypedResults.Problem(
                title: "The name is taken", detail: $"There is a campaign '{definition.Name}' already.", statusCode: StatusCodes.Status409Conflict, type: ProblemTypes.InvalidRequest);
    }

    private static async Task<IResult> Close(string name, CampaignRecorder recorder, CampaignProgress progress, LedgerReadiness readiness, CancellationToken cancellationToken)
    {
        readiness.ThrowIfNotReady();
        return await recorder.CloseAsync(name, cancellationToken) ? TypedResults.Ok(CampaignItem.Of((await progress.FindAsync(name, cancellationToken))!)) : Unknown(name);
    }

    private static ProblemHttpResult Unknown(string name) => TypedResults.Problem(
        title: "No such campaign", detail: $"There is no campaign '{name}'.", statusCode: StatusCodes.Status404NotFound, type: ProblemTypes.CampaignNotFound);

    private static ProblemHttpResult Invalid(string detail) => TypedResults.Problem(
        title: "No campaign", detail: detail, statusCode: StatusCodes.Status400BadRequest, type: ProblemTypes.InvalidRequest);

    private sealed record CampaignList(IReadOnlyList<CampaignItem> Campaigns);

    private sealed record CampaignItem(
        string Name, string Title, string Description, string? Rubric, IReadOnlyList<string> Models, int Prompts, long Votes, double? IntervalWidth, CampaignTarget Target,
        double RepeatRate, string State, DateTimeOffset CreatedAt)
    {
        public static CampaignItem Of(CampaignState state) => new(
            state.Campaign.Name, state.Campaign.Title, state.Campaign.Description, state.Campaign.Rubric, state.Campaign.Models, state.Prompts, state.Votes, state.IntervalWidth,
            new(state.Campaign.TargetVotes, state.Campaign.TargetWidth), state.Campaign.RepeatRate, state.Status.ToString().ToLowerInvariant(), state.Campaign.CreatedAt);
    }
}
