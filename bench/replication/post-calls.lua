-- wrk script: broadcasts transactions of our size to CometBFT's kvstore, each once.
-- Arguments after `--`: a word that no other run has, bytes of a transaction, transactions a request.
local word, size, batch
local next_number = 0
local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local headers = { ["Content-Type"] = "application/json", ["Connection"] = "keep-alive" }

local function base64(text)
  local out = {}
  for at = 1, #text - 2, 3 do
    local a, b, c = text:byte(at, at + 2)
    local number = a * 65536 + b * 256 + c
    for shift = 18, 0, -6 do
      local index = math.floor(number / 2 ^ shift) % 64 + 1
      out[#out + 1] = alphabet:sub(index, index)
    end
  end
  return table.concat(out)
end

-- The value is the same in all, so it is encoded once: key and head are a multiple of three bytes.
local tail

function init(args)
  word, size, batch = args[1], tonumber(args[2]), tonumber(args[3])
  tail = base64(string.rep("x", size - 24))
end

local function call(id)
  next_number = next_number + 1
  local head = base64(string.format("%12s%011d=", word, next_number))
  return string.format(
    '{"jsonrpc":"2.0","id":%d,"method":"broadcast_tx_sync","params":{"tx":"%s%s"}}', id, head, tail)
end

function request()
  if batch == 1 then return wrk.format("POST", "/", headers, call(1)) end
  local calls = {}
  for id = 1, batch do calls[id] = call(id) end
  return wrk.format("POST", "/", headers, "[" .. table.concat(calls, ",") .. "]")
end

function done(summary, latency, requests)
  io.write(string.format(
    "RESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(99)))
end
