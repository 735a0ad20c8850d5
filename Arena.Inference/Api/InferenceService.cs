using Arena.Contracts.Inference;
using Arena.Inference.Answers;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Grpc.Core;
using InferenceBase = Arena.Contracts.Inference.Inference.InferenceBase;
using WireModel = Arena.Contracts.Inference.Model;

namespace Arena.Inference.Api;

/// <summary>The gRPC face of this service.</summary>
internal sealed class InferenceService(
    NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, GenerateRequestReader requests, Answerer answerer) : InferenceBase
{
    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        await nodes.FirstProbes.WaitAsync(context.CancellationToken);
        return new() { Models = { catalog.Models.Values.OrderBy(model => model.Id, StringComparer.Ordinal).Select(ToWire) } };
    }

    public override async Task Generate(GenerateRequest request, IServerStreamWriter<GenerateEvent> responseStream, ServerCallContext context)
    {
        await nodes.FirstProbes.WaitAsync(context.CancellationToken);
        await answerer.AnswerAsync(requests.Read(request), responseStream, context.CancellationToken);
    }

    private WireModel ToWire(Models.Model model)
    {
        var wire = Describe(model);
        if (model.Price is { } price)
        {
            wire.Price = new() { Input = price.Input, Output = price.Output };
        }

        return wire;
    }

    private WireModel Describe(Models.Model model)
    {
        var assessed = model.Deployments.Select(deployment => (Deployment: deployment, Health: health.Assess(deployment))).ToList();
        return new()
        {
            Id = model.Id,
            DisplayName = model.DisplayName,
            Family = model.Family,
            VariantGroup = model.VariantGroup,
            Version = model.Version,
            Simulated = model.Simulated,
            BlindOnly = model.BlindOnly,
            Disabled = model.Disabled ?? "",
            Capabilities = new()
            {
                Tools = model.Capabilities.Tools ?? false,
                Vision = model.Capabilities.Vision ?? false,
                ContextLength = model.Capabilities.ContextLength ?? 0,
            },
            Available = assessed.Exists(a => a.Health.Status is DeploymentStatus.Ready),
            Loaded = assessed.Exists(a => a.Health.Status is DeploymentStatus.Ready && health.IsLoaded(a.Deployment)),
            Deployments =
            {
                assessed.Select(a => new Contracts.Inference.Deployment
                {
                    Id = a.Deployment.Id,
                    Node = a.Deployment.Node,
                    UpstreamModel = a.Deployment.UpstreamModel,
                    State = ToWire(a.Health.Status),
                    Reason = a.Health.Reason,
                }),
            },
        };
    }

    private static DeploymentState ToWire(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Ready => DeploymentState.Ready,
        DeploymentStatus.Unknown => DeploymentState.Unknown,
        _ => DeploymentState.Unavailable,
    };
}
