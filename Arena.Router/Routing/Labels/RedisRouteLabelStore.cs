using Arena.Contracts.Router;
using Arena.Router.Sessions;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace Arena.Router.Routing.Labels;

/// <summary>Labels in Redis, shared by all replicas. Unlike battles they do not expire.</summary>
internal sealed class RedisRouteLabelStore(RedisCalls redis, IOptionsMonitor<RoutingOptions> options) : IRouteLabelStore
{
    private const string Key = "{arena}:route-labels";

    public async Task AddAsync(RouteLabel label, CancellationToken cancellationToken)
    {
        await redis.RunAsync("add label", database => database.ListRightPushAsync(Key, label.ToByteArray()), cancellationToken);
        await redis.RunAsync("trim labels", async database =>
        {
            await database.ListTrimAsync(Key, -options.CurrentValue.MaxLabels, -1);
            return true;
        }, cancellationToken);
    }

    public async Task<(IReadOnlyList<RouteLabel> Labels, int Total)> ListAsync(int offset, int limit, CancellationToken cancellationToken)
    {
        var total = await redis.RunAsync("count labels", database => database.ListLengthAsync(Key), cancellationToken);
        var labels = await redis.RunAsync("list labels", database => database.ListRangeAsync(Key, offset, (long)offset + limit - 1), cancellationToken);
        return ([.. labels.Select(label => RouteLabel.Parser.ParseFrom((byte[])label!))], (int)total);
    }
}
