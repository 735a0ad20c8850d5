using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>A service of which some unary calls are made, and nothing else is asked.</summary>
/// <param name="answers">From the full name of a call to its answer; null means that the service does not answer.</param>
internal sealed class UnaryFake(params (string Call, Func<object, object?> Answer)[] answers) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var response = answers.Single(known => known.Call == method.FullName).Answer(request) is { } given
            ? Task.FromResult((TResponse)given)
            : Task.FromException<TResponse>(new RpcException(new Status(StatusCode.Unavailable, "away")));
        return new(response, Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { });
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
