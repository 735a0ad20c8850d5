using Arena.Contracts;
using Arena.Router.Sessions;
using Arena.Router.Telemetry;
using Grpc.Core;

namespace Arena.Router.Grpc;

/// <summary>Around each call that needs the session store: UNAVAILABLE, with the problem's name, while it is down.</summary>
internal sealed class SessionBoundary(ILogger<SessionBoundary> logger)
{
    public async Task<T> CallAsync<T>(ServerCallContext context, Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await call(context.CancellationToken);
        }
        catch (SessionsUnavailableException exception)
        {
            logger.SessionsUnavailable(exception, context.Method);
            throw ArenaProblem.Create(StatusCode.Unavailable, ArenaProblem.SessionsUnavailable, exception.Message);
        }
    }
}
