import { VendorError, vendorBug, type ActionResult, type DepartmentInput } from '@interline/sdk';
import { write, type Didi } from './api.js';
import { Fields, objectOf } from './fields.js';
import { paced } from './pace.js';
import { departmentOf } from './people.js';

/** DiDi gives no figure for departments, only "not side by side"; the pause of edits serves. */
const PAUSE = 200;

/** `type` of a department; projects are the other kind of DiDi's budget centres. */
const DEPARTMENT = 1;

/** `budget_cycle` and `total_quota` of a department without a budget. Whole yuan, as a string. */
const UNLIMITED = { budget_cycle: 0, total_quota: '0' };

/**
 * Adds a department, or brings an existing one up to date. Its code is the key, so repeating it does no harm.
 * @throws VendorError of class `not_found` when the parent is not there yet
 */
export async function upsertDepartment(ctx: Didi, input: DepartmentInput): Promise<ActionResult> {
  const parent = input.parentCode === undefined ? undefined : await departmentOf(ctx, input.parentCode);
  if (parent === null)
    throw new VendorError({ class: 'not_found', code: 'no_parent', message: `DiDi has no department ${input.parentCode}` });
  const parentId = parent?.id('id');
  const wanted = { type: DEPARTMENT, name: input.name, out_budget_id: input.code, ...(parentId !== undefined && { parent_id: parentId }) };
  const known = await departmentOf(ctx, input.code);
  if (!known) {
    const answer = await paced(ctx.config.company_id, PAUSE, () => write(ctx, '/river/BudgetCenter/add', { ...wanted, ...UNLIMITED }));
    const externalId = Fields.of(objectOf(answer), '').id('id');
    if (!externalId) throw vendorBug('no_department_id', 'DiDi added a department and gave no id');
    return { externalId, outcome: 'created' };
  }
  const externalId = known.id('id');
  if (!externalId) throw vendorBug('no_department_id', 'a department of the list has no id');
  const same = known.text('name') === input.name.trim() && (parentId === undefined || known.id('parent_id') === parentId);
  if (same) return { externalId, outcome: 'unchanged' };
  await paced(ctx.config.company_id, PAUSE, () => write(ctx, '/river/BudgetCenter/edit', { id: externalId, ...wanted }));
  return { externalId, outcome: 'updated' };
}
