-- Writes the day's counter anew from the ledger, unless another replica did so already.
-- KEYS: 1 counter  2 reservations  3 locked  4 next-retry
-- ARGV: 1 epoch  2 seconds to keep counts  3 ms to the hour's end, then for each counted mail: id, mark, key of its
--       recipient's hour or '' when it was asked in an earlier hour
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('HMGET', KEYS[1], 'run_id', 'epoch')
if known[1] == run and known[2] and tonumber(known[2]) >= tonumber(ARGV[1]) then return {0} end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local used = 0
local hours = {}
for i = 4, #ARGV, 3 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
  used = used + 1
  local hour = ARGV[i + 2]
  if hour ~= '' then hours[hour] = (hours[hour] or 0) + 1 end
end
for hour, count in pairs(hours) do
  redis.call('SET', hour, count, 'PX', ARGV[3])
end
redis.call('HSET', KEYS[1], 'used', used, 'run_id', run, 'epoch', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
if used > 0 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return {1}
