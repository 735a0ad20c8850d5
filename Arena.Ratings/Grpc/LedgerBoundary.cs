using Arena.Contracts;
using Arena.Ratings.Ledger;
using Arena.Ratings.Telemetry;
using Arena.Ratings.Votes;
using Grpc.Core;

namespace Arena.Ratings.Grpc;

/// <summary>Around each call: refuses while the ledger is not ready, and says UNAVAILABLE when its database is.</summary>
internal sealed class LedgerBoundary(LedgerReadiness readiness, ILogger<LedgerBoundary> logger)
{
    public async Task<T> CallAsync<T>(ServerCallContext context, Func<CancellationToken, Task<T>> call)
    {
        try
        {
            readiness.ThrowIfNotReady();
            return await call(context.CancellationToken);
        }
        catch (IdempotencyKeyReusedException exception)
        {
            throw ArenaProblem.Create(StatusCode.AlreadyExists, ArenaProblem.VoteConflict, exception.Message);
        }
        catch (Exception exception) when (LedgerAvailability.IsUnavailable(exception))
        {
            logger.LedgerUnavailable(exception, context.Method);
            throw ArenaProblem.Create(StatusCode.Unavailable, ArenaProblem.LedgerUnavailable, "The ledger's database cannot serve now; nothing was saved.");
        }
    }
}
