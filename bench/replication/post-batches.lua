-- wrk script: posts each body of a file once to the address for batches. Arguments after `--`: the file, transactions
-- in a batch. What was answered as done is counted, because a batch is answered 200 whatever became of its parts.
local requests = {}
local position = 0
local exhausted = nil
local threads = {}
done_count = 0

function setup(thread) threads[#threads + 1] = thread end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local headers = { ["Content-Type"] = "application/cbor", ["Connection"] = "keep-alive" }
  while true do
    local head = file:read(4)
    if head == nil then break end
    local a, b, c, d = head:byte(1, 4)
    local body = file:read(((a * 256 + b) * 256 + c) * 256 + d)
    requests[#requests + 1] = wrk.format("POST", "/v1/batches", headers, body)
  end
  file:close()
  exhausted = wrk.format("GET", "/livez")
end

function request()
  position = position + 1
  return requests[position] or exhausted
end

function response(status, headers, body)
  local _, found = body:gsub('"status":"done"', "")
  done_count = done_count + found
end

function done(summary, latency, requests)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get("done_count") end
  io.write(string.format(
    "RESULT %d %d %d %d %d\n",
    total, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
