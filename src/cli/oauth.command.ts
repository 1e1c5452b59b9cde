import { CompanyReader } from '../company/index.js';
import { actingAsCommandLine } from '../identity/index.js';
import { CreateOAuthClient } from '../oauth/index.js';
import type { Cli } from './cli.types.js';

/** The options of `interline oauth create-client`. */
export interface ClientOptions {
  company: string;
  name: string;
  scopes: string[];
}

/** `interline oauth create-client` */
export async function createClient(cli: Cli, { company: slug, name, scopes }: ClientOptions): Promise<void> {
  const { client, clientSecret } = await cli.withApplication(async (application) => {
    const company = await application.get(CompanyReader).bySlug(slug);
    const wanted = { name, scopes: scopes.flatMap((scope) => scope.split(',')).filter((scope) => scope !== '') };
    const result = await actingAsCommandLine(company.id, () => application.get(CreateOAuthClient).create(wanted));
    if ('problem' in result) throw result.problem;
    return result;
  });
  cli.print(`client_id     ${client.clientId}`);
  cli.print(`client_secret ${clientSecret}`);
  cli.print(`scopes        ${client.scopes.join(' ')}`);
}
