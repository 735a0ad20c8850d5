using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps one endpoint per method of the service, <c>POST /package.Service/Method</c>.</summary>
    /// <exception cref="InvalidOperationException">The type has no generated base class, or <c>AddGrpc</c> was not called.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider;
        var runner = services.GetService<ServerCallRunner>()
            ?? throw new InvalidOperationException($"Call {nameof(IServiceCollection)}.AddGrpc before mapping {typeof(TService)}.");
        var binder = new MethodBinder<TService>(runner, services.GetRequiredService<ServiceActivator<TService>>());
        binder.BindGeneratedBase();

        var conventions = new List<IEndpointConventionBuilder>();
        foreach (var (method, handler) in binder.Methods)
        {
            conventions.Add(builder.MapPost(method.FullName, handler)
                .WithDisplayName($"gRPC - {method.FullName}")
                .WithMetadata(new GrpcMethodMetadata(typeof(TService), method)));
        }

        MapUnimplemented(builder, runner, binder.Methods.Select(entry => entry.Method.ServiceName));
        return new GrpcServiceEndpointConventionBuilder(conventions);
    }

    /// <summary>gRPC requests that no endpoint takes are answered in the protocol, not with 404.</summary>
    private static void MapUnimplemented(IEndpointRouteBuilder builder, ServerCallRunner runner, IEnumerable<string> serviceNames)
    {
        foreach (var service in serviceNames.Distinct(StringComparer.Ordinal))
        {
            Map($"{service}/{{unimplementedMethod:{UnimplementedConstraint.Name}}}", "Method is unimplemented.");
        }

        if (runner.TryClaimUnimplementedService(builder))
        {
            Map($"{{unimplementedService}}/{{unimplementedMethod:{UnimplementedConstraint.Name}}}", "Service is unimplemented.");
        }

        void Map(string pattern, string detail) =>
            builder.MapPost(pattern, (RequestDelegate)(context => ServerCallRunner.RefuseAsync(context, detail)))
                .WithDisplayName($"gRPC - {detail}");
    }
}
