import { identifier } from '../command/identifier.ts';
import { required } from '../command/parameter.ts';
import { wholeNumber } from '../command/parse.ts';
import { MAX_UINT32 } from '../values/value.ts';

/** Which value of which record. */
export const VALUE_PLACE = {
  id: required('ID', 'identifier', identifier),
  index: required('INDEX', 'index of the value', wholeNumber(1, MAX_UINT32)),
};
