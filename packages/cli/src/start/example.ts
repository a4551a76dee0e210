import type { RecordValue } from '@touchmark/ledger';

/**
 * What an example network consists of, as `examples/` describes it: `start` brings it about by
 * ordinary signed transactions, in this order.
 */
export interface Example {
  readonly name: string;
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
  }[];
  /** `by` holds the parent prefix; without it administrators delegate. */
  readonly delegations: readonly {
    readonly prefix: string;
    readonly holder: string;
    readonly by?: string;
  }[];
  /** One transaction each. */
  readonly registrations: readonly ExampleRegistration[];
  readonly updates: readonly {
    readonly identifier: string;
    readonly by: string;
    readonly values: readonly ExampleValue[];
  }[];
  readonly retirements: readonly {
    readonly identifier: string;
    readonly by: string;
    readonly reason: string;
  }[];
}

export interface ExampleRegistration {
  readonly prefix: string;
  readonly by: string;
  readonly entries: readonly {
    readonly suffix: string;
    readonly values: readonly ExampleValue[];
  }[];
}

/** Of a restricted value, `data` is the secret. */
export type ExampleValue = RecordValue;
