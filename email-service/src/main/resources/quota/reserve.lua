-- Checks and charges the daily limit, the head-room and the recipient's hour in one step.
-- KEYS: 1 counter (used, run_id, epoch)  2 reservations (id -> g granted, a asked)  3 locked  4 next-retry  5 the recipient's hour
-- ARGV: 1 id  2 epoch  3 lane  4 day limit  5 limit without head-room  6 limit an hour  7 ms to the day's end
--       8 the day's end  9 ms to the hour's end  10 seconds to keep counts
-- Returns: {'unknown'} when the counter is missing, has an older epoch than the ledger, or is of another Redis run;
--          {'stale'} when the caller has an older epoch; {'granted', used}; {'refused', 'day' | 'hour', used}.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('HMGET', KEYS[1], 'run_id', 'epoch', 'used')
if known[1] ~= run or not known[2] or not known[3] then return {'unknown'} end
if tonumber(known[2]) < tonumber(ARGV[2]) then return {'unknown'} end
if tonumber(known[2]) > tonumber(ARGV[2]) then return {'stale'} end

local used = tonumber(known[3])
local hour = tonumber(redis.call('GET', KEYS[5]) or '0')
local mine = redis.call('HGET', KEYS[2], ARGV[1])
if mine == 'g' then return {'granted', used} end
if mine == 'a' then -- a rebuild counted this email while it was still asked: decide as if it were not counted
  used = used - 1
  hour = math.max(hour - 1, 0)
end

local refusal = nil
if ARGV[3] ~= 'critical' then
  local limit = tonumber(ARGV[3] == 'head_room' and ARGV[4] or ARGV[5])
  if used >= limit then
    refusal = 'day'
    if ARGV[3] == 'normal' then
      redis.call('SET', KEYS[3], 'day', 'PX', ARGV[7])
      redis.call('SET', KEYS[4], ARGV[8], 'PX', ARGV[7])
    end
  elseif hour >= tonumber(ARGV[6]) then
    refusal = 'hour'
  end
end

if refusal then
  if mine == 'a' then
    redis.call('HDEL', KEYS[2], ARGV[1])
    redis.call('HINCRBY', KEYS[1], 'used', -1)
    if redis.call('EXISTS', KEYS[5]) == 1 then redis.call('DECR', KEYS[5]) end
  end
  return {'refused', refusal, used}
end

redis.call('HSET', KEYS[2], ARGV[1], 'g')
redis.call('EXPIRE', KEYS[2], ARGV[10])
if mine ~= 'a' then
  redis.call('HINCRBY', KEYS[1], 'used', 1)
  redis.call('INCR', KEYS[5])
  redis.call('PEXPIRE', KEYS[5], ARGV[9])
end
return {'granted', used + 1}
