import { CreateResetLink, GrantOperator } from '../identity/index.js';
import type { Cli } from './cli.types.js';

/** `interline operator grant` and `interline operator withdraw` */
export async function setOperator(cli: Cli, email: string, operator: boolean): Promise<void> {
  const user = await cli.withApplication((application) => application.get(GrantOperator).set(email, operator));
  cli.print(`${user.name} <${user.email}> is ${operator ? 'an operator' : 'no operator'} now.`);
}

/** `interline operator reset-password` */
export async function resetPassword(cli: Cli, email: string): Promise<void> {
  const { link, url } = await cli.withApplication((application) => application.get(CreateResetLink).forEmail(email));
  cli.print(`${link.email} sets a new password once, within a day, by`);
  cli.print(url);
}
