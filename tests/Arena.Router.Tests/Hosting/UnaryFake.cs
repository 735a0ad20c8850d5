using Grpc.Core;

namespace Arena.Router.Tests.Hosting;

/// <summary>A service of which one unary call is made, and nothing else is asked.</summary>
/// <param name="call">Full name of the call.</param>
/// <param name="answer">Null means that the service does not answer.</param>
internal sealed class UnaryFake(string call, Func<object?> answer) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Assert.Equal(call, method.FullName);
        var response = answer() is { } given
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
