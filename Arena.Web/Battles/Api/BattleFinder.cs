using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Web.Battles.Api;

/// <summary>Finds battles at the router.</summary>
internal sealed class BattleFinder(Router.RouterClient router, TimeProvider time)
{
    /// <summary>How long a person waits for an answer that is usually there in milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LongestId = 64;
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    /// <summary>Null: unknown or expired.</summary>
    /// <exception cref="RpcException">The router does not answer.</exception>
    public async Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken) =>
        await FindAsync(battleId, Patience, cancellationToken);

    /// <summary>Null also when the router does not answer soon: for what goes on without it.</summary>
    public async Task<Battle?> TryFindAsync(string battleId, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(battleId, ShortPatience, cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whether any battle could have this id; the others are not worth a question.</summary>
    public static bool IsPossibleId(string battleId) =>
        battleId.Length is > 0 and <= LongestId && battleId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private async Task<Battle?> FindAsync(string battleId, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!IsPossibleId(battleId))
        {
            return null;
        }

        try
        {
            var deadline = time.GetUtcNow().UtcDateTime + patience;
            return await router.GetBattleAsync(new() { BattleId = battleId }, deadline: deadline, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
