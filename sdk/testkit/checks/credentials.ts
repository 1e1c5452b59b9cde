import { strict as assert } from 'node:assert';
import { VendorError } from '../../connector/errors.js';
import { connectorProblems, memoryTokenStore } from '../../host/index.js';
import type { Check } from '../check.js';
import type { Lab } from '../lab.js';

/** More requests than this with wrong credentials, and a vendor locks the account. */
const FEW_REQUESTS = 6;

/** Runs something that must end in a fault of the vendor's. */
export async function faultOf(work: Promise<unknown>): Promise<VendorError> {
  const error = await work.then(
    () => assert.fail('it should have failed'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof VendorError) return error;
  throw error;
}

const secretNames = ({ manifest, running }: Lab): string[] =>
  Object.keys(manifest.auth.credentials.properties).filter((name) => running.credentials[name]);

/** The connector as a whole: what it says of itself, and how it proves who it is. */
export const credentialChecks: Check[] = [
  {
    id: 'manifest.code',
    title: 'the code has what the manifest says, and nothing else',
    of: 'connector',
    run: async ({ connector, manifest }) => assert.deepEqual(connectorProblems(connector, manifest), []),
  },
  {
    id: 'credentials.good',
    title: 'good credentials are proven with few requests',
    of: 'connector',
    async run(lab) {
      await lab.session().check();
      assert.ok(lab.exchanges.length > 0, '`check` asks the vendor nothing, so it proves nothing');
      assert.ok(lab.exchanges.length <= FEW_REQUESTS, `\`check\` made ${lab.exchanges.length} requests`);
    },
  },
  {
    id: 'credentials.shared',
    title: 'connections of one account share its token, whatever else they choose: none throws the other out',
    of: 'connector',
    notFor: ({ connector }) => (connector.token ? null : 'the vendor has no tokens'),
    async run(lab) {
      // Where the simulator can, a new token ends the one before.
      await lab.trySettings({ singleToken: true });
      const config = lab.session().context.config;
      const choice = Object.entries(lab.manifest.config.properties).find(
        ([, { type, default: given }]) => type === 'boolean' && given === true,
      );
      const tokens = memoryTokenStore();
      const sessions = [lab.session({ tokens }), lab.session({ tokens, config: { ...config, ...(choice && { [choice[0]]: false }) } })];
      for (const session of [...sessions, ...sessions]) await session.check();
      const { path } = lab.connector.token!.request(config);
      assert.equal(lab.exchanges.filter((exchange) => exchange.path === path).length, 1, 'requests for a token');
    },
  },
  {
    id: 'credentials.bad',
    title: 'each wrong credential is named as such, without repeating it, and not tried again and again',
    of: 'connector',
    notFor: ({ manifest }) => (manifest.auth.kind === 'none' ? 'the vendor wants no credentials' : null),
    async run(lab) {
      for (const name of secretNames(lab)) {
        await lab.reset();
        const wrong = `wrong-${name}-0123456789`;
        const { fault } = await faultOf(lab.session({ secrets: { ...lab.running.credentials, [name]: wrong } }).check());
        assert.ok(
          ['auth', 'config'].includes(fault.class),
          `a wrong ${name} is of class ${fault.class} (${fault.code}): nobody is told to correct it`,
        );
        const shown = `${fault.code} ${fault.message}`;
        for (const secret of [wrong, ...Object.values(lab.running.credentials)])
          assert.ok(!shown.includes(secret), `the fault of a wrong ${name} shows a credential`);
        assert.ok(lab.exchanges.length <= FEW_REQUESTS, `a wrong ${name} made ${lab.exchanges.length} requests`);
      }
    },
  },
  {
    id: 'log.secrets',
    title: 'nothing secret stands in logs, records or cursors',
    of: 'connector',
    async run(lab) {
      const secrets = Object.entries(lab.manifest.auth.credentials.properties).flatMap(([name, schema]) =>
        schema['secret'] === true ? [lab.running.credentials[name]!] : [],
      );
      for (const stream of Object.keys(lab.manifest.streams)) {
        const { reading } = await lab.truth(stream);
        const texts = [
          ...lab.logged,
          ...reading.pages.flatMap(({ cursor, records }) => [JSON.stringify(cursor), ...records.map(({ data }) => JSON.stringify(data))]),
        ];
        for (const text of texts)
          for (const secret of secrets) assert.ok(!text.includes(secret), `${stream}: a credential stands in ${text.slice(0, 200)}`);
      }
    },
  },
];
