using Arena.Web.Battles.Log;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>Turns what the services behind this one answer, or do not answer, into problems.</summary>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RpcException exception) when (!IsGone(context) && Problems.Of(exception, Problems.SessionsUnavailable) is { } problem)
        {
            Log(exception, problem);
            return problem;
        }
        catch (BattleLogUnavailableException exception)
        {
            Log(exception, Problems.SessionsUnavailable);
            return Problems.SessionsUnavailable;
        }
        catch (OperationCanceledException) when (!IsGone(context))
        {
            return Problems.Restarting;
        }
    }

    private static bool IsGone(EndpointFilterInvocationContext context) => context.HttpContext.RequestAborted.IsCancellationRequested;

    private void Log(Exception exception, Problem problem)
    {
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.CallFailed(exception);
        }
    }
}
