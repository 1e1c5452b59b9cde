import type { People, PersonFacts } from '../connector/connector.js';
import { ownWork } from './own-failure.js';
import { PluginError } from './plugin-error.js';

/** Which fields of a person a manifest's scopes may open. */
const PEOPLE_SCOPES = ['people.lookup:employeeNumber', 'people.lookup:name', 'people.lookup:phone', 'people.lookup:email'] as const;
/** The scope that opens going through all people. */
const LIST_SCOPE = 'people.list';

/** How often one run may ask after people: enough to go through a million, or to look up each person of a large company. */
export const MOST_PEOPLE_CALLS = 20_000;

/** Knows nobody. */
export const nobody: People = { lookup: async () => null, page: async () => ({ people: [], next: null }) };

/**
 * Narrows what is known of people to the fields the manifest's scopes name. Without any, nobody is known.
 * @param most how many calls are answered; one more throws PLUGIN_FLOODED
 */
export function scopedPeople(people: People, scopes: readonly string[], most = MOST_PEOPLE_CALLS): People {
  const fields = PEOPLE_SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => scope.split(':')[1] as keyof PersonFacts);
  if (fields.length === 0) return { ...nobody };
  let calls = 0;
  const count = (): void => {
    if (++calls > most) throw new PluginError('PLUGIN_FLOODED', `the plugin asked after people more than ${most} times in one run`);
  };
  const narrowed = (person: PersonFacts): PersonFacts =>
    Object.fromEntries(fields.flatMap((field) => (person[field] === undefined ? [] : [[field, person[field]]])));
  return {
    async lookup(ref) {
      count();
      const person = await ownWork(people.lookup(ref));
      return person && narrowed(person);
    },
    async page(after) {
      if (!scopes.includes(LIST_SCOPE)) return nobody.page(after);
      count();
      const { people: some, next } = await ownWork(people.page(after));
      return { people: some.map(narrowed), next };
    },
  };
}
