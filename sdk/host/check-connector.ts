import type { Connector } from '../connector/connector.js';
import { hasQueue, type Manifest } from '../connector/manifest.js';

/** Where a plugin's code and its manifest disagree; empty when they do not. */
export function connectorProblems(connector: Connector, manifest: Manifest): string[] {
  if (typeof connector !== 'object' || connector === null) return ['the default export of src/index.ts is no connector'];
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const isFunction = (value: unknown): boolean => typeof value === 'function';

  demand(isFunction(connector.fault), 'the connector has no `fault`');
  demand(isFunction(connector.check), 'the connector has no `check`');
  const streams = connector.streams ?? {};
  for (const [id, declared] of Object.entries(manifest.streams)) {
    const stream = streams[id];
    demand(stream !== undefined, `stream ${id} of the manifest is not in the code`);
    if (!stream) continue;
    demand(stream.kind === declared.kind, `stream ${id} is of kind ${declared.kind} in the manifest and ${stream.kind} in the code`);
    demand(
      !(hasQueue(declared) && stream.readAhead),
      `stream ${id} acknowledges messages, so its pages cannot be read ahead of their commit`,
    );
    demand(isFunction(stream.read) && isFunction(stream.map), `stream ${id} needs \`read\` and \`map\``);
  }
  for (const id of Object.keys(streams)) demand(id in manifest.streams, `stream ${id} of the code is not in the manifest`);

  const actions = Object.keys(connector.actions ?? {}).filter((name) => connector.actions?.[name as keyof typeof connector.actions]);
  for (const name of manifest.actions ?? []) demand(actions.includes(name), `action ${name} of the manifest is not in the code`);
  for (const name of actions) demand(manifest.actions?.includes(name) ?? false, `action ${name} of the code is not in the manifest`);

  demand(
    (connector.hook !== undefined) === (manifest.hook !== undefined),
    'a hook is either in both, the manifest and the code, or in neither',
  );
  demand(
    (connector.entry !== undefined) === (manifest.entry !== undefined),
    'an entry is either in both, the manifest and the code, or in neither',
  );
  demand(!(connector.sign && manifest.auth.codec), 'the manifest names a codec, but the code has a `sign` of its own');
  const authenticates = connector.sign !== undefined || manifest.auth.codec !== undefined;
  demand(manifest.auth.kind === 'none' || authenticates, `auth of kind ${manifest.auth.kind} needs a \`sign\` or a codec`);
  demand(manifest.auth.kind !== 'client_credentials' || connector.token !== undefined, 'auth of kind client_credentials needs `token`');
  return problems;
}
