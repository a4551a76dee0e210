import { CborReader } from '@touchmark/codec';
import type { CborKind } from '@touchmark/codec';

/** What can be wrong with a field; part of a receipt's details, so these words are fixed. */
export type ParamsProblem =
  | 'wrong-type'
  | 'too-small'
  | 'too-large'
  | 'too-short'
  | 'too-long'
  | 'too-few'
  | 'too-many'
  | 'bad-form'
  | 'repeated'
  | 'missing'
  | 'unknown';

/**
 * Params that do not fit their schema. Becomes the refusal ACTION_PARAMS_INVALID in one place,
 * `readParams`.
 */
export class ParamsError extends Error {
  readonly code = 'ACTION_PARAMS_INVALID';
  readonly field: string;
  readonly problem: ParamsProblem;

  constructor(field: string, problem: ParamsProblem) {
    super(`${field}: ${problem}; see the action's params in its documentation`);
    this.name = 'ParamsError';
    this.field = field;
    this.problem = problem;
  }
}

/** Reader of one action's params that knows which field it is at. */
export class ParamsInput {
  readonly reader: CborReader;
  private readonly params: Uint8Array;
  private readonly path: (string | number)[] = [];

  constructor(params: Uint8Array) {
    this.reader = new CborReader(params);
    this.params = params;
  }

  /** Reads one part of the params under its name or place. */
  within<Value>(step: string | number, read: () => Value): Value {
    this.path.push(step);
    const value = read();
    this.path.pop();
    return value;
  }

  expect(kind: CborKind): void {
    if (this.reader.peek() !== kind) this.fail('wrong-type');
  }

  /** The byte string at hand, as a view of the params. */
  bytes(): Uint8Array {
    const length = this.reader.skipBytes();
    return this.params.subarray(this.reader.offset - length, this.reader.offset);
  }

  /** All bytes not read yet, as a view of the params. */
  rest(): Uint8Array {
    const start = this.reader.offset;
    this.reader.offset = this.params.length;
    return this.params.subarray(start);
  }

  fail(problem: ParamsProblem): never {
    let field = '';
    for (const step of this.path) {
      if (typeof step === 'number') field += `[${step}]`;
      else field += field === '' ? step : `.${step}`;
    }
    throw new ParamsError(field, problem);
  }
}
