using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Arena.Web.Battles.Log;
using Grpc.Core;

namespace Arena.Web.Compare.Api;

/// <summary>Turns what the services behind comparisons and documents answer, or do not answer, into problems.</summary>
internal sealed class CompareProblemFilter(ILogger<CompareProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var left = context.HttpContext.RequestAborted;
        try
        {
            return await next(context);
        }
        catch (RpcException exception) when (!left.IsCancellationRequested && CompareProblems.Of(exception) is { } problem)
        {
            logger.CallFailed(exception);
            return problem;
        }
        catch (BattleLogUnavailableException exception)
        {
            logger.CallFailed(exception);
            return Problems.SessionsUnavailable;
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested)
        {
            return Problems.Restarting;
        }
    }
}
