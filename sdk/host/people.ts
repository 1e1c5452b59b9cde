import type { ConnectorContext, PersonFacts } from '../connector/connector.js';

/** What a manifest's scopes may open of a person, such as `people.lookup:phone`. */
export const PEOPLE_SCOPES = ['people.lookup:employeeNumber', 'people.lookup:name', 'people.lookup:phone', 'people.lookup:email'] as const;

/** Narrows the look-up of people to the fields the manifest's scopes name. Without any, nobody is known. */
export function scopedPeople(people: ConnectorContext['people'], scopes: readonly string[]): ConnectorContext['people'] {
  const fields = PEOPLE_SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => scope.split(':')[1] as keyof PersonFacts);
  return {
    async lookup(ref) {
      const person = fields.length > 0 ? await people.lookup(ref) : null;
      return person && Object.fromEntries(fields.flatMap((field) => (person[field] === undefined ? [] : [[field, person[field]]])));
    },
  };
}
