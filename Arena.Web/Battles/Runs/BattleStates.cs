using Arena.Contracts.Router;
using Grpc.Core;
using Polly;
using Polly.Retry;

namespace Arena.Web.Battles.Runs;

/// <summary>Tells the router how far a battle is. The log and the ledger decide; the router's state is what others see of it.</summary>
internal sealed class BattleStates(Router.RouterClient router, TimeProvider time, ILogger<BattleStates> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(exception => exception.StatusCode is StatusCode.Unavailable),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddTimeout(Patience)
        .Build();

    /// <summary>Opens the battle's answers, or says why not.</summary>
    public async Task<StreamingStart> BeginStreamingAsync(string battleId, CancellationToken cancellationToken)
    {
        try
        {
            await AdvanceAsync(battleId, BattleState.Streaming, cancellationToken);
            return StreamingStart.Begun;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return StreamingStart.Void;
        }
        catch (Exception exception) when (exception is RpcException or ExecutionRejectedException && !cancellationToken.IsCancellationRequested)
        {
            logger.StateNotKept(exception, battleId, BattleState.Streaming);
            return StreamingStart.Unknown;
        }
    }

    /// <summary>Best effort: a router that is away must not undo what is durable.</summary>
    public async Task TryAdvanceAsync(string battleId, BattleState state, CancellationToken cancellationToken)
    {
        try
        {
            await AdvanceAsync(battleId, state, cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or ExecutionRejectedException && !cancellationToken.IsCancellationRequested)
        {
            logger.StateNotKept(exception, battleId, state);
        }
    }

    private async Task AdvanceAsync(string battleId, BattleState state, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            async token => await router.AdvanceBattleAsync(new() { BattleId = battleId, State = state }, cancellationToken: token),
            cancellationToken);
}

internal enum StreamingStart
{
    Begun,

    /// <summary>The battle failed already, or it has expired.</summary>
    Void,

    /// <summary>The router does not answer.</summary>
    Unknown,
}
