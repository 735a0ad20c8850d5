namespace Arena.Router.Sessions;

/// <summary>What must happen at once in Redis. Each script runs as a whole; the clock is the server's, so that replicas agree.</summary>
internal static class RedisScripts
{
    /// <summary>
    /// KEYS battle, active, session's pairs, start, seats; ARGV id, body, state, time to live in ms, pair, how many pairs the session remembers,
    /// '1' if the start may be repeated, prefix of battles, '1' if the pair's first model is to sit on the left, '1' if that is only a coin:
    /// it then opens a block of two seats, or the open block is closed with the opposite. Returns 1 or 0: whether the first sits on the
    /// left; or body, state and that of the battle that was kept for the same start.
    /// </summary>
    public const string Create =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        if ARGV[7] == '1' then
          local earlier = redis.call('GET', KEYS[4])
          local found = earlier and redis.call('HMGET', ARGV[8] .. earlier, 'body', 'state', 'first_is_left')
          if found and found[2] then return found end
          redis.call('SET', KEYS[4], ARGV[1], 'PX', ARGV[4])
        end
        local left = tonumber(ARGV[9])
        if ARGV[10] == '1' then
          local first = redis.call('HGET', KEYS[5], ARGV[5])
          if first then
            redis.call('HDEL', KEYS[5], ARGV[5])
            left = 1 - first
          else
            redis.call('HSET', KEYS[5], ARGV[5], left)
          end
        end
        redis.call('HSET', KEYS[1], 'body', ARGV[2], 'state', ARGV[3], 'first_is_left', left)
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
        redis.call('ZADD', KEYS[2], now + ARGV[4], ARGV[1])
        if ARGV[6] ~= '0' then
          redis.call('LPUSH', KEYS[3], ARGV[5])
          redis.call('LTRIM', KEYS[3], 0, ARGV[6] - 1)
          redis.call('PEXPIRE', KEYS[3], ARGV[4])
        end
        return {left}
        """;

    /// <summary>KEYS prompt's pairs; ARGV pair, time to live in ms. Returns 1 when the pair is new.</summary>
    public const string ReservePair =
        """
        local added = redis.call('SADD', KEYS[1], ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return added
        """;

    /// <summary>
    /// KEYS battle, active; ARGV id, target, '1' if the target is final, then the states from which it may be reached.
    /// Returns nothing for an unknown battle, else body, state, seat, and 1 if the battle is now where it was sent.
    /// </summary>
    public const string Advance =
        """
        local found = redis.call('HMGET', KEYS[1], 'body', 'state', 'first_is_left')
        local state = found[2]
        if not state then return nil end
        if state ~= ARGV[2] then
          local allowed = false
          for i = 4, #ARGV do allowed = allowed or ARGV[i] == state end
          if not allowed then return {found[1], state, found[3], 0} end
          redis.call('HSET', KEYS[1], 'state', ARGV[2])
          if ARGV[3] == '1' then redis.call('ZREM', KEYS[2], ARGV[1]) end
        end
        return {found[1], ARGV[2], found[3], 1}
        """;

    /// <summary>KEYS active. Abandoned battles leave the set here and whenever one is made.</summary>
    public const string CountActive =
        """
        local clock = redis.call('TIME')
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', clock[1] * 1000 + math.floor(clock[2] / 1000))
        return redis.call('ZCARD', KEYS[1])
        """;
}
