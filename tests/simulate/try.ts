import { simulate } from './simulate.ts';
const seed = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 1000);
const t = performance.now();
const s = await simulate(seed, n);
console.log(s.fault?.stack ?? 'no fault', s.actions, s.history.blocks.length, 'entries', s.entries, Math.round(performance.now() - t), 'ms');
if (process.argv[4]) { console.log([...s.codes].sort((a, b) => b[1] - a[1]).map((x) => x.join(' ')).join('\n')); console.log([...s.types].sort().map(([k, v]) => `${k} ${v.accepted}/${v.given}`).join('\n')); }

import { decodeTransaction, decode } from '@touchmark/codec';
if (s.fault) for (const [i, b] of (s.history.blocks.at(-1)?.transactions ?? []).entries()) {
  const at = /transaction (\d+)/.exec(s.fault.message)?.[1]; if (at !== undefined && Number(at) !== i) continue;
  const show = (v: any): any => v instanceof Map ? Object.fromEntries([...v].map(([k, x]) => [k, show(x)])) : v instanceof Uint8Array ? (v[0]! >= 0xa0 && v[0]! < 0xb8 ? (() => { try { return show(decode(v)); } catch { return Buffer.from(v).toString('hex'); } })() : Buffer.from(v).toString('hex')) : Array.isArray(v) ? v.map(show) : v;
  const { content } = decodeTransaction(b);
  console.log(i, content.signers.map((x) => Buffer.from(x).toString('hex').slice(0, 8)).join(), JSON.stringify(content.actions.map(({ type, params }) => [type, show(decode(params))])).slice(0, 1500));
}
