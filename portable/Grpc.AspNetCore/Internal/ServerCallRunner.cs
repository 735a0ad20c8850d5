using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs a call from its HTTP request to its status: the one place that turns exceptions into statuses.</summary>
internal sealed class ServerCallRunner(IOptions<GrpcServiceOptions> options, TimeProvider time, ILogger<ServerCallRunner> logger)
{
    private readonly ConditionalWeakTable<IEndpointRouteBuilder, object> _unimplementedMapped = [];

    /// <summary>True once per route builder: who gets it maps the catch-all route.</summary>
    public bool TryClaimUnimplementedService(IEndpointRouteBuilder builder) => _unimplementedMapped.TryAdd(builder, builder);

    public async Task RunAsync(HttpContext http, IMethod method, Func<HttpContextServerCallContext, Task> handler)
    {
        if (!Accept(http))
        {
            return;
        }

        var context = new HttpContextServerCallContext(http, method, options.Value, time);
        await using (context)
        {
            try
            {
                context.Start();
                await handler(context);
                await context.EndAsync(context.Status, context.ResponseTrailers);
            }
            catch (Exception exception)
            {
                await EndFailedAsync(context, exception);
            }
        }

        Describe(http, method.ServiceName, method.Name, context.EndStatus.StatusCode);
    }

    /// <summary>Answers a request for something that is not served.</summary>
    public static Task RefuseAsync(HttpContext http, string detail)
    {
        if (Accept(http))
        {
            http.Response.ContentType = GrpcHeaders.ContentType;
            SetStatus(http.Response, StatusCode.Unimplemented, detail);
            Describe(http, service: null, method: null, StatusCode.Unimplemented);
        }

        return Task.CompletedTask;
    }

    /// <summary>What is not gRPC over HTTP/2 gets an HTTP error.</summary>
    private static bool Accept(HttpContext http)
    {
        var request = http.Request;
        if (!GrpcHeaders.IsGrpcContentType(request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            SetStatus(http.Response, StatusCode.Internal, $"Content-Type '{request.ContentType}' is not supported.");
            return false;
        }

        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            SetStatus(http.Response, StatusCode.Internal, $"Request protocol '{request.Protocol}' is not supported.");
            return false;
        }

        return true;
    }

    private static void SetStatus(HttpResponse response, StatusCode code, string detail)
    {
        response.Headers[GrpcHeaders.Status] = ((int)code).ToString(CultureInfo.InvariantCulture);
        response.Headers[GrpcHeaders.Message] = GrpcMessageEncoding.Encode(detail);
    }

    private static void Describe(HttpContext http, string? service, string? method, StatusCode code)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { } activity)
        {
            return;
        }

        activity.SetTag(RpcTags.System, RpcTags.Grpc);
        if (service is not null)
        {
            activity.SetTag(RpcTags.Service, service).SetTag(RpcTags.Method, method);
        }

        activity.SetTag(RpcTags.StatusCode, (int)code);
        if (RpcTags.IsServerError(code))
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static Metadata Merge(Metadata first, Metadata second)
    {
        var merged = new Metadata();
        foreach (var entry in first.Concat(second))
        {
            merged.Add(entry);
        }

        return merged;
    }

    private Task EndFailedAsync(HttpContextServerCallContext context, Exception exception)
    {
        var (status, trailers) = (context.Status, context.ResponseTrailers);
        switch (exception)
        {
            case var _ when context.DeadlineExceeded:
                logger.DeadlineExceeded(context.Method);
                status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
                break;
            case var _ when context.HttpContext.RequestAborted.IsCancellationRequested:
                logger.CallAborted(context.Method);
                status = new Status(StatusCode.Cancelled, "The caller went away.");
                break;
            case RpcException rpc:
                logger.RpcFailed(exception, context.Method, rpc.StatusCode);
                (status, trailers) = (rpc.Status, Merge(trailers, rpc.Trailers));
                break;
            default:
                logger.HandlerFailed(exception, context.Method);
                status = new Status(StatusCode.Unknown, options.Value.EnableDetailedErrors == true
                    ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
                    : "Exception was thrown by handler.");
                break;
        }

        return context.EndAsync(status, trailers);
    }
}
