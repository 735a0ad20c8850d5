using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>An inference service whose models a test sets; null means that it does not answer.</summary>
internal sealed class FakeInference : CallInvoker
{
    public IReadOnlyList<Model>? Models { get; set; } = Available("m1", "m2", "m3");

    public static Model[] Available(params string[] ids) => [.. ids.Select(id => new Model { Id = id, Available = true })];

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Assert.Equal("/arena.inference.v1.Inference/ListModels", method.FullName); // nothing else is asked
        var answer = Models is { } models
            ? Task.FromResult((TResponse)(object)new ListModelsResponse { Models = { models } })
            : Task.FromException<TResponse>(new RpcException(new Status(StatusCode.Unavailable, "away")));
        return new(answer, Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
}
