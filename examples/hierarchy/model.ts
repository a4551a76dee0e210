/**
 * What an example network consists of; `npm start` brings it about by ordinary signed transactions,
 * in this order.
 */
export interface Example {
  /**
   * Names this example and its edition: a data directory remembers which one it was seeded with.
   */
  readonly name: string;
  readonly organizations: readonly ExampleOrganization[];
  readonly delegations: readonly ExampleDelegation[];
  readonly registrations: readonly ExampleRegistration[];
  readonly updates: readonly ExampleUpdate[];
  readonly retirements: readonly ExampleRetirement[];
}

export interface ExampleOrganization {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/**
 * `by` is the organization that holds the parent prefix, or undefined where administrators
 * delegate.
 */
export interface ExampleDelegation {
  readonly prefix: string;
  readonly holder: string;
  readonly by?: string;
}

/** One transaction: all of its entries or none. */
export interface ExampleRegistration {
  readonly prefix: string;
  readonly by: string;
  readonly entries: readonly ExampleEntry[];
}

export interface ExampleEntry {
  readonly suffix: string;
  readonly values: readonly ExampleValue[];
}

/**
 * Permissions are four bits, Handle's order: 8 admin read, 4 admin write, 2 public read, 1 public
 * write.
 */
export interface ExampleValue {
  readonly index: number;
  readonly type: string;
  readonly data: string;
  readonly ttlSeconds: number;
  readonly permissions: number;
}

export interface ExampleUpdate {
  readonly identifier: string;
  readonly by: string;
  readonly values: readonly ExampleValue[];
}

export interface ExampleRetirement {
  readonly identifier: string;
  readonly by: string;
  readonly reason: string;
}
