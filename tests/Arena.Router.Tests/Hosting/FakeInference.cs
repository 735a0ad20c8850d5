using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>An inference service whose models a test sets; null means that it does not answer.</summary>
internal sealed class FakeInference
{
    public FakeInference() => Invoker = new UnaryFake(
        ("/arena.inference.v1.Inference/ListModels", _ => Models is { } models ? new ListModelsResponse { Models = { models } } : null));

    public CallInvoker Invoker { get; }

    public IReadOnlyList<Model>? Models { get; set; } = Available("m1", "m2", "m3");

    public static Model[] Available(params string[] ids) => [.. ids.Select(id => new Model { Id = id, Available = true })];
}
