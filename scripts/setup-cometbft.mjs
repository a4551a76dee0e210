// `npm run setup:cometbft`: builds CometBFT, both lines or the ones that are named, and prints where they are; of one
// alone only the path, for scripts.
import { COMETBFT_VERSIONS, ensureCometbft } from './cometbft.mjs';

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(COMETBFT_VERSIONS);
for (const line of wanted) {
  try {
    if (COMETBFT_VERSIONS[line] === undefined) {
      throw new Error(
        `There is no line "${line}", only ${Object.keys(COMETBFT_VERSIONS).join(' and ')}.`,
      );
    }
    const path = await ensureCometbft(line);
    console.log(wanted.length === 1 ? path : `${line} ${path}`);
  } catch (error) {
    console.error(`touchmark: ${error.message}`);
    process.exitCode = 1;
  }
}
