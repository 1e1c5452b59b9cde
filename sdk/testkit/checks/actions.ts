import { strict as assert } from 'node:assert';
import type { Check, Plugin } from '../check.js';
import type { Lab } from '../lab.js';

const without =
  (action: string) =>
  ({ manifest }: Plugin): string | null =>
    manifest.actions?.includes(action) ? null : `no action ${action}`;

const PERSON = {
  employeeNumber: 'N900',
  name: '新来的',
  phone: '13800000900',
  email: 'n900@north.example',
  departmentCode: 'D90',
  title: '专员',
};

async function department(lab: Lab): Promise<void> {
  if (lab.manifest.actions?.includes('upsertDepartment')) await lab.session().act('upsertDepartment', { code: 'D90', name: '新部门' });
}

/** What the connector writes at the vendor. Each is done twice: a retry must do nothing a second time. */
export const actionChecks: Check[] = [
  {
    id: 'action.department',
    title: 'a department is made once, renamed, and the same after a retry',
    of: 'connector',
    notFor: without('upsertDepartment'),
    async run(lab) {
      const made = await lab.session().act('upsertDepartment', { code: 'D91', name: '分部' });
      const again = await lab.session().act('upsertDepartment', { code: 'D91', name: '分部' });
      const renamed = await lab.session().act('upsertDepartment', { code: 'D91', name: '总部' });
      assert.equal(made.outcome, 'created');
      assert.notEqual(again.outcome, 'created', 'the retry made another one');
      assert.deepEqual([again.externalId, renamed.externalId], [made.externalId, made.externalId]);
    },
  },
  {
    id: 'action.person',
    title: 'a person is made once, changed, and the same after a retry',
    of: 'connector',
    notFor: without('upsertPerson'),
    async run(lab) {
      await department(lab);
      const made = await lab.session().act('upsertPerson', PERSON);
      const again = await lab.session().act('upsertPerson', PERSON);
      const renamed = await lab.session().act('upsertPerson', { ...PERSON, name: '改名的' });
      assert.notEqual(made.outcome, 'unchanged', 'the person was not there before');
      assert.notEqual(again.outcome, 'created', 'the retry made another one');
      assert.deepEqual([again.externalId, renamed.externalId], [made.externalId, made.externalId]);
    },
  },
  {
    id: 'action.leaver',
    title: 'a person who leaves is shut out, and leaving twice does no harm',
    of: 'connector',
    notFor: (lab) => without('upsertPerson')(lab) ?? without('disablePerson')(lab),
    async run(lab) {
      await department(lab);
      const { externalId } = await lab.session().act('upsertPerson', PERSON);
      const input = { employeeNumber: PERSON.employeeNumber, externalId };
      await lab.session().act('disablePerson', input);
      await lab.session().act('disablePerson', input);
    },
  },
];
