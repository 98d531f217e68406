-- A record of twelve lines for the demo world; no two requests are the same.
-- wrk -t1 -c16 -d4s -s internal/api/testdata/wrk/fresh.lua http://127.0.0.1:8080/v1/evaluations
local threads, thread, n = 0, 0, 0
function setup(t) t:set("thread", threads); threads = threads + 1 end
local codes = {"ANTH 235", "ACCT 110", "CHEM 110", "CIS 110", "CIS 120", "CIS 121", "ENGL 101", "MATH 140", "MATH 151", "MATH 152", "MATH 160", "CIS 130"}
local lines = {}
for i, code in ipairs(codes) do
  lines[i] = '{"institution":"riverbend","code":"' .. code .. '","attained":"2024-12-15","grade":"B","credits":"3"}'
end
lines = table.concat(lines, ",")
function request()
  n = n + 1
  return wrk.format("POST", "/v1/evaluations", {["Content-Type"] = "application/json"},
    '{"record":{"learner":"l' .. thread .. '-' .. n .. '","attainments":[' .. lines .. ']},"targets":[{"institution":"hilltop"}],"asOf":"2026-09-01"}')
end
