using Arena.ModelSimulator.Answers;

namespace Arena.ModelSimulator.Faults;

/// <summary>The faults that strike before the first byte of the answer.</summary>
internal static class EarlyFault
{
    /// <summary>Acts out <paramref name="fault"/> if it is an early one, and says whether it was.</summary>
    /// <param name="error">Writes an error with this status in the shape of the protocol.</param>
    public static async Task<bool> StrikeAsync(Fault? fault, HttpContext http, SimulatedDelay delay, Func<int, Task> error)
    {
        if (fault is null || fault.Kind is not (FaultKind.Refuse or FaultKind.Error500 or FaultKind.Busy503 or FaultKind.RateLimited429
            or FaultKind.Unauthorized401 or FaultKind.Forbidden403 or FaultKind.Hang))
        {
            return false;
        }

        await delay.WaitAsync(fault.Delay ?? 0, http.RequestAborted);
        if (fault.RetryAfter is { } seconds && fault.Kind is FaultKind.Busy503 or FaultKind.RateLimited429)
        {
            http.Response.Headers.RetryAfter = $"{fault.RetryAfter}";
        }

        switch (fault.Kind)
        {
            case FaultKind.Refuse:
                http.Abort();
                break;
            case FaultKind.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                break;
            case FaultKind.Busy503:
                await error(StatusCodes.Status503ServiceUnavailable);
                break;
            case FaultKind.RateLimited429:
                await error(StatusCodes.Status429TooManyRequests);
                break;
            case FaultKind.Unauthorized401:
                await error(StatusCodes.Status401Unauthorized);
                break;
            case FaultKind.Forbidden403:
                await error(StatusCodes.Status403Forbidden);
                break;
            default:
                await error(StatusCodes.Status500InternalServerError);
                break;
        }

        return true;
    }
}
