import { describe, expect, it } from '@jest/globals';
import { GatewayFailure, Refused } from '../../gateway/failure.js';
import { fieldErrors } from './field-errors.js';

const SCHEMAS = {
  configSchema: { properties: { company_id: { type: 'string' } } },
  credentialsSchema: { properties: { key: { type: 'string' } } },
};
const refused = (refusal: Partial<Refused['refusal']>) => new Refused({ code: 'BAD_INPUT', message: 'too short', ...refusal });

describe('a refusal of credentials', () => {
  it('is shown beside each field it names', () => {
    const problems = [
      { field: 'config.company_id', problem: 'missing' },
      { field: 'credentials.key', problem: 'too short' },
    ];
    expect(fieldErrors(refused({ field: 'config.company_id', problems }), SCHEMAS, 'en')).toEqual([
      { name: ['config', 'company_id'], errors: ['missing'] },
      { name: ['credentials', 'key'], errors: ['too short'] },
    ]);
    expect(fieldErrors(refused({ field: 'credentials.key' }), SCHEMAS, 'en')).toEqual([
      { name: ['credentials', 'key'], errors: ['too short'] },
    ]);
  });

  it('is shown as a whole when it is about anything the form does not show', () => {
    expect(fieldErrors(refused({ field: 'since' }), SCHEMAS, 'en')).toEqual([]);
    expect(
      fieldErrors(
        refused({
          field: 'x',
          problems: [
            { field: 'credentials.key', problem: 'a' },
            { field: 'credentials.other', problem: 'b' },
          ],
        }),
        SCHEMAS,
        'en',
      ),
    ).toEqual([]);
    expect(fieldErrors(new GatewayFailure('away', { code: 'OFFLINE' }), SCHEMAS, 'en')).toEqual([]);
    expect(fieldErrors(refused({}), SCHEMAS, 'en')).toEqual([]);
  });
});
