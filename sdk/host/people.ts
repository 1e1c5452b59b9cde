import type { People, PersonFacts } from '../connector/connector.js';
import { ownWork } from './own-failure.js';
import { PluginError } from './plugin-error.js';

/** Which fields of a person a manifest's scopes may open. */
const PEOPLE_SCOPES = ['people.lookup:employeeNumber', 'people.lookup:name', 'people.lookup:phone', 'people.lookup:email'] as const;

/** How often one run may ask after people: enough to look up each person of a large company who does something in one run. */
export const MOST_PEOPLE_CALLS = 20_000;

/** Knows nobody. */
export const nobody: People = { lookup: async () => null };

/**
 * Narrows what is known of people to the fields the manifest's scopes name. Without any, nobody is known.
 * @param most how many calls are answered; one more throws PLUGIN_FLOODED
 */
export function scopedPeople(people: People, scopes: readonly string[], most = MOST_PEOPLE_CALLS): People {
  const fields = PEOPLE_SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => scope.split(':')[1] as keyof PersonFacts);
  if (fields.length === 0) return { ...nobody };
  let calls = 0;
  return {
    async lookup(ref) {
      if (++calls > most) throw new PluginError('PLUGIN_FLOODED', `the plugin asked after people more than ${most} times in one run`);
      const person = await ownWork(people.lookup(ref));
      return person && Object.fromEntries(fields.flatMap((field) => (person[field] === undefined ? [] : [[field, person[field]]])));
    },
  };
}
