using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Web.Pages;

/// <summary>The battle that a page is opened on.</summary>
internal sealed class BattleReader(Router.RouterClient router)
{
    /// <summary>Null: unknown or expired.</summary>
    public async Task<Battle?> FindAsync(string battleId, CancellationToken cancellationToken)
    {
        try
        {
            return await router.GetBattleAsync(new() { BattleId = battleId }, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
