import type { People, PersonFacts } from '../connector/connector.js';
import type { WorldPerson } from '../simulator/index.js';

/** The people of a world, as the host's directory would tell of them. */
export function worldPeople(people: readonly WorldPerson[]): People {
  const known = people.map(factsOf);
  return {
    async lookup({ employeeNumber, phone, email }) {
      const fits = (person: Required<PersonFacts>): boolean =>
        (employeeNumber !== undefined && person.employeeNumber === employeeNumber) ||
        (phone !== undefined && person.phone === phone) ||
        (email !== undefined && person.email === email);
      const found = known.filter(fits);
      return found.length === 1 ? found[0]! : null;
    },
  };
}

const factsOf = ({ employeeNumber, name, phone, email }: WorldPerson): Required<PersonFacts> => ({ employeeNumber, name, phone, email });
