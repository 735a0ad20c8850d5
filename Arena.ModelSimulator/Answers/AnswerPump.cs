using Arena.ModelSimulator.Faults;

namespace Arena.ModelSimulator.Answers;

/// <summary>Sends a planned answer token by token at the pace of its model, and acts out the fault of the request.</summary>
internal sealed class AnswerPump(SimulatedDelay delay)
{
    private const double SlowSecondsPerToken = 1;

    /// <summary>Returns when the answer has ended, well or not.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task RunAsync(AnswerPlan plan, IAnswerRun run, IAnswerWire wire, Fault? fault, HttpContext http)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, run.Aborted);
        try
        {
            await wire.OpenAsync();
            await SendAsync(plan, run, wire, fault, http, ended.Token);
        }
        catch (OperationCanceledException) when (run.Aborted.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            await wire.AbortedAsync();
        }
    }

    private async Task SendAsync(AnswerPlan plan, IAnswerRun run, IAnswerWire wire, Fault? fault, HttpContext http, CancellationToken cancellationToken)
    {
        var slow = fault is { Kind: FaultKind.Slow } ? delay.Scale(fault.Delay ?? SlowSecondsPerToken) : TimeSpan.Zero;
        var (first, next) = run.Pace;
        var strikeAt = fault?.AfterTokens is { } after ? Math.Min(after, plan.Tokens.Count) : -1;
        var start = delay.Timestamp;
        var due = delay.Scale(first);
        for (var i = 0; i < plan.Tokens.Count; i++)
        {
            if (i == strikeAt && await StrikeAsync(plan.Tokens[i], wire, fault!.Kind, http, cancellationToken))
            {
                return;
            }

            // Due times are counted from the start, so that a late timer does not add up over an answer.
            await delay.UntilAsync(due + ((i + 1) * slow), start, cancellationToken);
            var advancing = run.AdvancingAsync(cancellationToken);
            if (!advancing.IsCompletedSuccessfully)
            {
                await advancing;
                due = delay.Since(start) - ((i + 1) * slow); // an engine that stood still does not make up for it
            }

            await wire.TextAsync(plan.Tokens[i]);
            run.Produced(plan.Tokens[i]);
            due += delay.Scale(next);
        }

        if (plan.Call is { } call)
        {
            await delay.UntilAsync(due, start, cancellationToken);
            await wire.CallAsync(call);
        }

        if (strikeAt == plan.Tokens.Count && await StrikeAsync("", wire, fault!.Kind, http, cancellationToken))
        {
            return;
        }

        await wire.FinishAsync(plan.FinishReason);
    }

    /// <summary>Whether the fault ended the answer.</summary>
    private static async Task<bool> StrikeAsync(string token, IAnswerWire wire, FaultKind kind, HttpContext http, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FaultKind.Stall:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return true;
            case FaultKind.Cut:
                http.Abort();
                return true;
            case FaultKind.CutMidEvent:
                await wire.TornAsync(token);
                http.Abort();
                return true;
            case FaultKind.ErrorInStream:
                await wire.FailAsync();
                return true;
            case FaultKind.DoneWithoutFinish:
                await wire.FinishAsync(null);
                return true;
            case FaultKind.FinishAbort:
                await wire.AbortedAsync();
                return true;
            case FaultKind.PlainTextTail:
                await wire.PlainTextAsync();
                return true;
            case FaultKind.EofWithoutDone:
                await wire.EndAsync();
                return true;
            case FaultKind.MalformedEvent:
                await wire.MalformedAsync();
                return false;
            default:
                return false;
        }
    }
}
