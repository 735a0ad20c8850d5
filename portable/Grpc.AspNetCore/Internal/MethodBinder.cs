using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Takes the methods of a service from generated code and makes a request handler of each, which calls the method of the
/// same name on <typeparamref name="TService"/>.
/// </summary>
internal sealed class MethodBinder<TService>(ServerCallRunner runner, ServiceActivator<TService> activator) : ServiceBinderBase
    where TService : class
{
    private readonly List<(IMethod Method, RequestDelegate Handler)> _methods = [];

    private delegate Task<TResponse> Unary<TRequest, TResponse>(TService service, TRequest request, ServerCallContext context);

    private delegate Task<TResponse> ClientStreaming<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    private delegate Task ServerStreaming<TRequest, TResponse>(
        TService service, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    private delegate Task Duplex<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    public IReadOnlyList<(IMethod Method, RequestDelegate Handler)> Methods => _methods;

    /// <summary>Calls the static <c>BindService(ServiceBinderBase, TBase)</c> of the generated class, with no instance.</summary>
    public void BindGeneratedBase()
    {
        var attribute = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} derives from no generated gRPC service base class.");
        var bind = attribute.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(method => method.Name == attribute.BindMethodName
                && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
                && first == typeof(ServiceBinderBase) && second.IsAssignableFrom(typeof(TService)));
        bind.Invoke(obj: null, [this, null]);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Unary<TRequest, TResponse>>(method, typeof(TRequest), typeof(ServerCallContext));
        Add(method, async (context, service) =>
        {
            var request = await context.ReadSingleAsync(method.RequestMarshaller);
            await context.WriteSingleAsync(await invoke(service, request, context), method.ResponseMarshaller);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<ClientStreaming<TRequest, TResponse>>(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        Add(method, async (context, service) =>
        {
            var requests = new ServerStreamReader<TRequest>(context, method.RequestMarshaller);
            await context.WriteSingleAsync(await invoke(service, requests, context), method.ResponseMarshaller);
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<ServerStreaming<TRequest, TResponse>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Add(method, async (context, service) =>
        {
            var request = await context.ReadSingleAsync(method.RequestMarshaller);
            var responses = new ServerStreamWriter<TResponse>(context, method.ResponseMarshaller);
            await context.StreamAsync(invoke(service, request, responses, context));
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Duplex<TRequest, TResponse>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Add(method, async (context, service) =>
        {
            var requests = new ServerStreamReader<TRequest>(context, method.RequestMarshaller);
            var responses = new ServerStreamWriter<TResponse>(context, method.ResponseMarshaller);
            await context.StreamAsync(invoke(service, requests, responses, context));
        });
    }

    private static TDelegate Find<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)?.CreateDelegate<TDelegate>()
        ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} for {method.FullName}.");

    private void Add(IMethod method, Func<HttpContextServerCallContext, TService, Task> invoke) =>
        _methods.Add((method, http => runner.RunAsync(http, method, async context =>
        {
            await using var lease = activator.Rent(http.RequestServices);
            await invoke(context, lease.Service);
        })));
}
