import { isJsonObject } from '../files/json-object.ts';
import type { Subject } from './subject.ts';

/** Where everybody reaches the node; undefined: the system chose the port, and only the log has it. */
export function publicUrl({ status, configuration }: Subject): string | undefined {
  const listen = isJsonObject(status?.['listen']) ? status['listen'] : configuration?.http;
  if (listen === undefined) return undefined;
  const [shown, port] = [String(listen['host']), Number(listen['port'])];
  const host = shown === '0.0.0.0' ? '127.0.0.1' : shown === '::' ? '[::1]' : shown;
  return port === 0 ? undefined : `http://${host}:${port}`;
}
