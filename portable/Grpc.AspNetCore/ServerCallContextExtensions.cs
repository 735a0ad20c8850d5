using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

public static class ServerCallContextExtensions
{
    /// <exception cref="InvalidOperationException">The context is not one of ASP.NET Core.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext) =>
        serverCallContext is HttpContextServerCallContext context
            ? context.HttpContext
            : throw new InvalidOperationException($"{serverCallContext?.GetType()} has no HttpContext.");
}
