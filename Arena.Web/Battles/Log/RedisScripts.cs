namespace Arena.Web.Battles.Log;

/// <summary>
/// What must happen in one step. Keys, always all four: 1 battle (hash: <c>closed</c>, <c>outcome</c>), 2 events (list), 3 lease, 4 readers.
/// The lease's value is the token of the run that holds it, and each write compares it in the same step: a run that lost it writes nothing.
/// </summary>
internal static class RedisScripts
{
    /// <summary>token, lease ms → nil, or {event count, outcome or ""}.</summary>
    public const string Begin = """
        if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return false end
        if not redis.call('SET', KEYS[3], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
        return { redis.call('LLEN', KEYS[2]), redis.call('HGET', KEYS[1], 'outcome') or '' }
        """;

    /// <summary>token, lease ms → 0 lost, 1 nobody reads, 2 somebody reads.</summary>
    public const string Renew = """
        if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
        redis.call('PEXPIRE', KEYS[3], ARGV[2])
        return 1 + redis.call('EXISTS', KEYS[4])
        """;

    /// <summary>token.</summary>
    public const string End = """
        if redis.call('GET', KEYS[3]) == ARGV[1] then redis.call('DEL', KEYS[3]) end
        """;

    /// <summary>token, keep ms, channel, closes (1 or 0), event … → 1, or 0 when the lease is lost.</summary>
    public const string Append = """
        if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
        redis.call('RPUSH', KEYS[2], unpack(ARGV, 5))
        redis.call('PEXPIRE', KEYS[2], ARGV[2])
        if ARGV[4] == '1' then
          redis.call('HSET', KEYS[1], 'closed', '1')
          redis.call('HDEL', KEYS[1], 'outcome')
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
        end
        redis.call('PUBLISH', ARGV[3], '')
        return 1
        """;

    /// <summary>token, keep ms, outcome → 1, or 0 when the lease is lost.</summary>
    public const string Settle = """
        if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'outcome', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    /// <summary>keep ms, channel, last event → 1, or 0 when the battle has ended or its answers are settled.</summary>
    public const string Stop = """
        if redis.call('HEXISTS', KEYS[1], 'closed') == 1 or redis.call('HEXISTS', KEYS[1], 'outcome') == 1 then return 0 end
        redis.call('RPUSH', KEYS[2], ARGV[3])
        redis.call('PEXPIRE', KEYS[2], ARGV[1])
        redis.call('HSET', KEYS[1], 'closed', '1')
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        redis.call('DEL', KEYS[3])
        redis.call('PUBLISH', ARGV[2], '')
        return 1
        """;
}
