import { simulate } from './simulate.ts';
for (let seed = 20261179; seed > 20261140; seed -= 1) { const s = await simulate(seed, 20000); console.log(seed, s.fault?.message ?? 'ok'); if (s.fault) break; }
