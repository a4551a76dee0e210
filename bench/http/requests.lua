-- wrk script: sends requests made beforehand, in random order, so that the load tool itself costs little.
-- Arguments after `--`: how many records there are (0: ask for `/answer.json`), the media type to ask for.
local requests = {}
local PREPARED = 200000

function init(args)
  local records = tonumber(args[1])
  math.randomseed(20260417)
  wrk.headers["Accept"] = args[2]
  if records == 0 then
    requests[1] = wrk.format("GET", "/answer.json")
    return
  end
  for index = 1, math.min(PREPARED, records) do
    local serial = math.random(0, records - 1)
    local prefix = math.floor(serial / 100000)
    requests[index] = wrk.format("GET", string.format("/v1/resolve/90.1.%d/SN%08d", prefix, serial))
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, requests)
  io.write(string.format(
    "RESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
