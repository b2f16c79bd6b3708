-- Refunds an email that was definitely not accepted.
-- KEYS: 1 counter  2 reservations  3 locked  4 next-retry  5 the recipient's hour
-- ARGV: 1 id  2 epoch  3 limit without head-room
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('HMGET', KEYS[1], 'run_id', 'epoch')
if known[1] ~= run or known[2] ~= ARGV[2] then return {0} end
if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then return {0} end
local used = redis.call('HINCRBY', KEYS[1], 'used', -1)
if tonumber(redis.call('GET', KEYS[5]) or '0') > 0 then redis.call('DECR', KEYS[5]) end
if used < tonumber(ARGV[3]) then redis.call('DEL', KEYS[3], KEYS[4]) end
return {1}
