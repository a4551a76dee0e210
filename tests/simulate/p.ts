import { simulate } from './simulate.ts';
import { describeHistory } from './describe.ts';
for (let i = Number(process.argv[2]); i < Number(process.argv[3]); i++) {
  const s = await simulate(i, Number(process.argv[4]));
  console.log(i, s.fault?.stack?.slice(0, 900) ?? 'ok');
  if (s.fault) {
    console.log(
      describeHistory({ ...s.history, blocks: s.history.blocks.slice(-1) }).slice(0, 3000),
    );
    if (process.argv[5]) break;
  }
}
