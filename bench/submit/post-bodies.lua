-- wrk script: posts each body of a file once. The file holds bodies, each after its length (4 bytes, big-endian).
-- Arguments after `--`: the file. When the bodies run out it asks /livez, so that nothing is sent twice.
local requests = {}
local position = 0
local exhausted = nil

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local headers = { ["Content-Type"] = "application/cbor", ["Connection"] = "keep-alive" }
  while true do
    local head = file:read(4)
    if head == nil then break end
    local a, b, c, d = head:byte(1, 4)
    local body = file:read(((a * 256 + b) * 256 + c) * 256 + d)
    requests[#requests + 1] = wrk.format("POST", "/v1/transactions", headers, body)
  end
  file:close()
  exhausted = wrk.format("GET", "/livez")
end

function request()
  position = position + 1
  return requests[position] or exhausted
end

function done(summary, latency, requests)
  io.write(string.format(
    "RESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
