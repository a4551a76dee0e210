-- wrk script: resolves random serials of bench/fixture/records.ts with proof. Argument after `--`: how many there are.
local count = 0

function init(args)
  count = tonumber(args[1])
  math.randomseed(20260417)
  wrk.headers["Accept"] = "application/cbor"
end

function request()
  local serial = math.random(0, count - 1)
  local path = string.format("/v1/resolve/90.1.%d/SN%08d?proof=1", math.floor(serial / 100000), serial)
  return wrk.format("GET", path)
end

function done(summary, latency, requests)
  io.write(string.format(
    "RESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
