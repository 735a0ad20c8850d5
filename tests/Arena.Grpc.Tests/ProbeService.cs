using System.Diagnostics;
using Arena.GrpcTests.Probing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Arena.GrpcTests;

/// <summary>Does what its request asks for; the same as <c>Peer/server.mjs</c>.</summary>
public sealed class ProbeService(ProbeLog log) : Probe.ProbeBase
{
    public override async Task<ProbeReply> Echo(ProbeRequest request, ServerCallContext context)
    {
        await SendHeadersAsync(context);
        await EndAsync(request, context);
        return ReplyTo(request, context);
    }

    public override async Task Count(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        await SendHeadersAsync(context);
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(new ProbeReply { Number = i, Payload = PayloadOf(request) }, context.CancellationToken);
        }

        await EndAsync(request, context);
    }

    public override async Task<ProbeReply> Sum(IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        var reply = new ProbeReply();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            reply.Number += request.Number;
            log.NoteEntered();
        }

        return reply;
    }

    public override async Task Chat(
        IAsyncStreamReader<ProbeRequest> requestStream, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        var number = 0;
        try
        {
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new ProbeReply { Payload = request.Payload, Number = number++ }, context.CancellationToken);
            }
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            log.NoteCancelled("chat");
            throw;
        }
    }

    private static async Task SendHeadersAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                headers.Add(entry);
            }
            else if (entry.Key.StartsWith("t-", StringComparison.Ordinal))
            {
                context.ResponseTrailers.Add(entry);
            }
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }

    private static ByteString PayloadOf(ProbeRequest request) => request.ReplySize > 0
        ? UnsafeByteOperations.UnsafeWrap(Enumerable.Range(0, request.ReplySize).Select(i => (byte)i).ToArray())
        : request.Payload;

    private static ProbeReply ReplyTo(ProbeRequest request, ServerCallContext context)
    {
        var reply = new ProbeReply { Payload = PayloadOf(request) };
        foreach (var group in context.RequestHeaders.GroupBy(entry => entry.Key))
        {
            reply.Metadata[group.Key] = string.Join(
                ',', group.Select(entry => entry.IsBinary ? Convert.ToHexStringLower(entry.ValueBytes) : entry.Value));
        }

        var http = context.GetHttpContext();
        reply.Metadata["grpc-encoding"] = http.Request.Headers["grpc-encoding"].ToString();
        reply.Metadata["grpc-timeout"] = http.Request.Headers["grpc-timeout"].ToString();
        reply.Metadata["route"] = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        reply.Metadata["span"] = Activity.Current?.ParentId ?? "";
        return reply;
    }

    private async Task EndAsync(ProbeRequest request, ServerCallContext context)
    {
        if (request.IgnoreCancel)
        {
            log.NoteEntered();
            await log.Released;
        }

        if (request.Hang.Length > 0)
        {
            await HangAsync(request.Hang, context.CancellationToken);
        }

        if (request.Throw)
        {
            throw new InvalidOperationException("the secret of the handler");
        }

        if (request.Failure is { Code: not 0 } failure)
        {
            var trailers = new Metadata();
            if (failure.Details.Length > 0)
            {
                trailers.Add("grpc-status-details-bin", failure.Details.ToByteArray());
            }

            throw new RpcException(new Status((StatusCode)failure.Code, failure.Message), trailers);
        }
    }

    private async Task HangAsync(string name, CancellationToken cancellationToken)
    {
        log.NoteEntered();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            log.NoteCancelled(name);
            throw;
        }
    }
}
