-- Admit a request, or return the time to wait, atomically and by the clock of the server.
--
-- KEYS: 1 requests of the last minute, 2 searches of the last minute, 3 reads and 4 writes in flight,
--       5 the pause that Asana requested, 6 the name of this state
-- ARGV: 1 id of the request, 2 reads, 3 writes, 4 whether it is a search, 5 requests per minute,
--       6 searches per minute, 7 maximum of reads in flight, 8 maximum of writes in flight,
--       9 length of a lease in ms, 10 length of the window in ms, 11 length of a burst in ms,
--       12 maximum of requests in a burst, 13 a name for the state, if there is none,
--       14 length of the longest pause in ms
-- Returns {milliseconds to wait or 0, now in ms, name of the state}
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local reads, writes = tonumber(ARGV[2]), tonumber(ARGV[3])
local count, window = reads + writes, tonumber(ARGV[10])

redis.call('SET', KEYS[6], ARGV[13], 'NX')
local state = redis.call('GET', KEYS[6])

-- Reduce later times to a given one, because the clock of the server may have been set back.
local function bounded(key, latest)
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, string.format('(%d', latest), '+inf')) do
        redis.call('ZADD', key, latest, member)
    end
end

local function in_flight(key, more, most)
    bounded(key, now + ARGV[9])
    redis.call('ZREMRANGEBYSCORE', key, 0, now)
    return more > 0 and redis.call('ZCARD', key) + more > most and redis.call('ZCARD', key) > 0
end

-- Return the time until a window has room; a batch larger than the limit waits until it is empty.
local function full(key, more, most, length)
    local others = redis.call('ZCOUNT', key, now - length + 1, '+inf')
    if others == 0 or others + more <= most then
        return 0
    end
    local after = math.min(others + more - most, others)
    local first = redis.call('ZRANGEBYSCORE', key, now - length + 1, '+inf', 'LIMIT', after - 1, 1, 'WITHSCORES')
    return first[2] + length - now
end

local paused = redis.call('PTTL', KEYS[5])
if paused > 0 then
    if paused > tonumber(ARGV[14]) then
        paused = tonumber(ARGV[14])
        redis.call('PEXPIRE', KEYS[5], paused)
    end
    return {paused, now, state}
end
bounded(KEYS[1], now)
bounded(KEYS[2], now)
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - window)
redis.call('ZREMRANGEBYSCORE', KEYS[2], 0, now - window)
local wait = full(KEYS[1], count, tonumber(ARGV[5]), window)
wait = math.max(wait, full(KEYS[1], count, tonumber(ARGV[12]), tonumber(ARGV[11])))
if ARGV[4] == '1' then
    wait = math.max(wait, full(KEYS[2], count, tonumber(ARGV[6]), window))
end
if wait > 0 then
    return {wait, now, state}
end
if in_flight(KEYS[3], reads, tonumber(ARGV[7])) or in_flight(KEYS[4], writes, tonumber(ARGV[8])) then
    return {-1, now, state}
end

local function note(key, kind, number, score)
    for each = 1, number do
        redis.call('ZADD', key, score, ARGV[1] .. kind .. each)
    end
    if number > 0 then
        redis.call('PEXPIRE', key, score - now + window)
    end
end

note(KEYS[1], ':', count, now)
if ARGV[4] == '1' then
    note(KEYS[2], ':', count, now)
end
note(KEYS[3], ':r', reads, now + ARGV[9])
note(KEYS[4], ':w', writes, now + ARGV[9])
return {0, now, state}
