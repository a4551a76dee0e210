import assert from 'node:assert/strict';
import { VerifyError, type VerifyErrorCode } from '../verify-error.ts';

/** For `assert.throws`: a VerifyError with this code and with words. */
export function refusal(code: VerifyErrorCode): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof VerifyError, String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(error.message.length > 20, error.message);
    return true;
  };
}
