import { FoundCompany } from '../identity/index.js';
import type { Cli } from './cli.types.js';
import type { CreateOptions } from './company.js';

/** `interline company create` */
export async function createCompany(cli: Cli, { currency, ...wanted }: CreateOptions): Promise<void> {
  const { company, ownerLink } = await cli.withApplication((application) =>
    application.get(FoundCompany).found({ ...wanted, baseCurrency: currency }),
  );
  cli.print(`${company.name} (${company.slug}) is there. Its owner ${wanted.ownerEmail} comes in once, within 7 days, by`);
  cli.print(ownerLink);
}
