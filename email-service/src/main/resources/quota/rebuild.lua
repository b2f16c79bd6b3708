-- Rebuilds the day's counter from the ledger, unless another replica has already done so.
-- KEYS: 1 counter  2 reservations  3 locked  4 next-retry
-- ARGV: 1 epoch  2 seconds to keep counts  3 ms to the hour's end  4 number of counted emails, followed by id and mark of each; then,
--       for each recipient who received email in this hour from any account, the hour's key and the count
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('HMGET', KEYS[1], 'run_id', 'epoch')
if known[1] == run and known[2] and tonumber(known[2]) >= tonumber(ARGV[1]) then return {0} end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local used = tonumber(ARGV[4])
local hours = 5 + 2 * used
for i = 5, hours - 1, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
for i = hours, #ARGV, 2 do
  redis.call('SET', ARGV[i], ARGV[i + 1], 'PX', ARGV[3])
end
redis.call('HSET', KEYS[1], 'used', used, 'run_id', run, 'epoch', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
if used > 0 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return {1}
