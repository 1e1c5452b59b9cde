import { strict as assert } from 'node:assert';
import type { ActionResult, TripRequestInput } from '../../connector/connector.js';
import type { SignedEntry } from '../../host/index.js';
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

const DAY = 86_400_000;

/** Two legs of one approved trip. */
function tripOf({ now }: Lab): TripRequestInput {
  const days = (count: number): Date => new Date(now.getTime() + count * DAY);
  const travellers = [{ employeeNumber: 'N001', name: '林一' }];
  return {
    number: 'TR-900',
    state: 'valid',
    employeeNumber: 'N001',
    reason: '拜访客户',
    costCentre: 'C1',
    project: 'P1',
    expiresAt: days(30),
    legs: [
      {
        kind: 'flight',
        from: { city: '北京', cityCode: '1' },
        to: { city: '上海', cityCode: '2' },
        earliest: days(3),
        latest: days(5),
        travellers,
        maxPrice: { minor: 150_000n, currency: 'CNY' },
      },
      { kind: 'hotel', to: { city: '上海', cityCode: '2' }, earliest: days(3), latest: days(6), travellers },
    ],
  };
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
    id: 'action.people',
    title: 'several people at once: those the vendor refuses are named one by one, the others are done',
    of: 'connector',
    notFor: without('upsertPeople'),
    async run(lab) {
      await department(lab);
      const people = Array.from({ length: 45 }, (_, at) => ({
        ...PERSON,
        employeeNumber: `N${700 + at}`,
        phone: `138000007${String(at).padStart(2, '0')}`,
      }));
      // Somebody else's phone: the vendor cannot take this one, in the middle of a batch.
      people[30] = { ...people[30]!, phone: people[0]!.phone };
      const { done, refused } = await lab.session().act('upsertPeople', { people });
      assert.deepEqual(
        refused.map(({ employeeNumber }) => employeeNumber),
        ['N730'],
      );
      assert.equal(done.length, 44);
      const again = await lab.session().act('upsertPeople', { people });
      assert.deepEqual([again.done.length, again.refused.length], [44, 1]);
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
  {
    id: 'action.trip',
    title: 'an approved trip is there once, changed, taken back, and the same after a retry',
    of: 'connector',
    notFor: without('pushTripRequest'),
    async run(lab) {
      const trip = tripOf(lab);
      const push = (input: TripRequestInput): Promise<ActionResult> => lab.session().act('pushTripRequest', input);
      const { externalId } = await push(trip);
      for (const input of [
        trip,
        { ...trip, legs: trip.legs.slice(0, 1) },
        { ...trip, state: 'void' as const },
        { ...trip, state: 'void' as const },
      ])
        assert.equal((await push(input)).externalId, externalId, 'the same number made another one');
    },
  },
  {
    id: 'entry.form',
    title: 'a way into the vendor is a signed form for one person, with nothing secret in it and nothing of it in the log',
    of: 'connector',
    notFor: ({ connector }) => (connector.entry ? null : 'no entry'),
    async run(lab) {
      const hidden = [...Object.entries(lab.manifest.auth.credentials.properties)].flatMap(([name, schema]) =>
        schema['secret'] === true ? [lab.running.credentials[name]!] : [],
      );
      for (const target of lab.manifest.entry!.targets) {
        const logged = lab.logged.length;
        const enter = (employeeNumber: string): Promise<SignedEntry> =>
          lab.session().enter({ employeeNumber, target, costCentres: ['C1'], tripRequestNumber: 'TR-900' });
        const [one, other] = [await enter('N001'), await enter('N002')];
        assert.ok(one.url.startsWith(`${lab.running.url}/`), `${target}: it leads to ${one.url}`);
        assert.ok(Object.values(one.fields).includes('N001'), `${target}: nobody goes in`);
        assert.notDeepEqual(one.fields, other.fields, `${target}: the same for everybody`);
        const text = JSON.stringify([one, other]);
        for (const secret of hidden) assert.ok(!text.includes(secret), `${target}: a secret stands in the form`);
        assert.equal(lab.logged.length, logged, `${target}: it was logged`);
      }
    },
  },
];
