using System.Diagnostics;
using Arena.Router.Telemetry;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Arena.Router.Sessions;

/// <summary>
/// Every command to Redis: traced, and over within <see cref="RedisOptions.Timeout"/>, whether the server is away, hangs or was never there.
/// </summary>
internal sealed class RedisCalls(IServiceProvider services, IOptions<RedisOptions> options, TimeProvider time)
{
    // Making the connection blocks while the server is away, so it is made beside the calls.
    private readonly Task<IConnectionMultiplexer> _connection = Task.Run(services.GetRequiredService<IConnectionMultiplexer>);

    public Task<RedisResult> ScriptAsync(
        string name, string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(name, database => database.ScriptEvaluateAsync(script, keys, values), cancellationToken);

    /// <summary>One command.</summary>
    /// <exception cref="SessionsUnavailableException">The server did not answer in time.</exception>
    public async Task<T> RunAsync<T>(string name, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        using var activity = RouterTelemetry.Source.StartActivity(name, ActivityKind.Client);
        activity?.SetTag("db.system.name", "redis");
        try
        {
            return await SendAsync(command).WaitAsync(options.Value.Timeout, time, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisConnectionException or RedisTimeoutException or RedisServerException or TimeoutException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw new SessionsUnavailableException(exception);
        }
    }

    private async Task<T> SendAsync<T>(Func<IDatabase, Task<T>> command) => await command((await _connection).GetDatabase());
}
