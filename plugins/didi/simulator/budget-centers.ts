import { cutPage, type VendorCall, type WorldStore } from '@interline/sdk/simulator';

import { badParameter, notAllowed } from './errors.js';
import { pageParams, type Params } from './gate.js';
import { byNumber, vendorId } from './wire.js';

/** A department (type 1) or a project (type 2): the vendor keeps both as budget centres. */
export interface BudgetCenter {
  id: string;
  type: '1' | '2';
  name: string;
  out_budget_id: string;
  parent_id: string;
  budget_cycle: number;
  total_quota: string;
  leader_id: string;
}

const MAX_DEPARTMENTS = 2000;
/** How long adding a department takes here: long enough for two adds at once to be seen. */
const ADDING = 40;

/** The company's departments and projects: those the world's people and orders name, and those sent by its own systems. */
export class BudgetCenters {
  private readonly byId = new Map<string, BudgetCenter>();
  private readonly removed = new Set<string>();
  private adding = false;
  private seen = -1;

  constructor(
    private readonly world: WorldStore,
    private readonly limits: 'strict' | 'open',
  ) {}

  /** The vendor's number of a department with this code; empty when there is none. */
  departmentId(code: string): string {
    this.learn();
    const id = centerId('1', code);
    return this.byId.has(id) ? id : '';
  }

  private all(): BudgetCenter[] {
    this.learn();
    return [...this.byId.values()];
  }

  /** Takes over what the world names by now. */
  private learn(): void {
    if (this.seen === this.world.version) return;
    this.seen = this.world.version;
    const known = (type: '1' | '2', centers: ReadonlyMap<string, string>): void => {
      for (const [code, name] of centers) {
        const id = centerId(type, code);
        if (this.byId.has(id) || this.removed.has(id)) continue;
        this.byId.set(id, { ...blank(id, type), name, out_budget_id: code });
      }
    };
    known('1', this.world.departments);
    known('2', this.world.costCentres);
  }

  /** `POST /river/BudgetCenter/add`. Departments must not be added at once: the second of two is refused. */
  async add(params: Params): Promise<unknown> {
    if (this.limits === 'strict') {
      if (this.adding) throw badParameter('部门添加请勿并发');
      this.adding = true;
      await new Promise((resolve) => setTimeout(resolve, ADDING));
      this.adding = false;
    }
    const type = params['type'];
    if (type !== '1' && type !== '2') throw badParameter('type');
    const name = params['name'] ?? '';
    if (name === '' || name.length > 200) throw badParameter('name');
    const code = params['out_budget_id'] ?? '';
    if (type === '1' && code === '') throw badParameter('out_budget_id 必填');
    if (code.length > 64) throw badParameter('out_budget_id 长度应不超过 64');
    const all = this.all();
    if (all.some((center) => center.type === type && center.out_budget_id === code && (type === '1' || center.name === name))) {
      throw notAllowed('编号已存在');
    }
    if (type === '1' && all.filter((center) => center.type === '1').length >= MAX_DEPARTMENTS) throw notAllowed('部门数量超过上限 2000');
    const id = type === '1' ? centerId(type, code) : vendorId('project', `${code} ${name}`);
    this.removed.delete(id);
    this.byId.set(id, { ...this.applied(blank(id, type), params), name, out_budget_id: code });
    return { id };
  }

  /** `POST /river/BudgetCenter/edit`. */
  edit(params: Params): unknown {
    const center = this.find(params);
    const name = params['name'];
    if (name !== undefined && (name === '' || name.length > 200)) throw badParameter('name');
    this.byId.set(center.id, { ...this.applied(center, params), ...(name !== undefined && { name }) });
    return {};
  }

  /** `POST /river/BudgetCenter/del`: it is not listed any more. */
  remove(params: Params): unknown {
    const center = this.find(params);
    this.byId.delete(center.id);
    this.removed.add(center.id);
    return {};
  }

  /** `GET /river/BudgetCenter/get`. */
  list(params: Params, call: VendorCall): unknown {
    const { offset, length } = pageParams(params);
    const found = this.all()
      .filter(
        (center) =>
          (!params['id'] || center.id === params['id']) &&
          (!params['type'] || center.type === params['type']) &&
          (!params['out_budget_id'] || center.out_budget_id === params['out_budget_id']) &&
          (!params['name'] || (params['is_exact_name'] === '1' ? center.name === params['name'] : center.name.includes(params['name']))),
      )
      .sort((left, right) => byNumber(left.id, right.id));
    const cut = cutPage(call, offset, length, found.length);
    const page = found.slice(cut.start, cut.end);
    call.records(page.map(({ id }) => id));
    return { total: String(cut.total), records: page.map(record) };
  }

  /** Forgets what was sent. */
  clear(): void {
    this.byId.clear();
    this.removed.clear();
    this.seen = -1;
  }

  /** The parent's number wins over its code. */
  private applied(center: BudgetCenter, params: Params): BudgetCenter {
    const changed = { ...center };
    const quota = params['total_quota'];
    if (quota !== undefined) {
      if (!/^\d+$/.test(quota)) throw badParameter('total_quota 只支持整数');
      changed.total_quota = `${quota}.00`;
    }
    if (params['budget_cycle'] !== undefined) {
      if (!/^[0-7]$/.test(params['budget_cycle'])) throw badParameter('budget_cycle');
      changed.budget_cycle = Number(params['budget_cycle']);
    }
    if (params['leader_id'] !== undefined) changed.leader_id = params['leader_id'];
    const parent = params['parent_id'] ?? (params['out_parent_id'] ? this.departmentId(params['out_parent_id']) : undefined);
    if (parent === undefined) return changed;
    if (parent === '' || (parent !== '0' && !this.byId.has(parent))) throw notAllowed('上级部门不存在');
    if (parent === center.id) throw badParameter('parent_id');
    return { ...changed, parent_id: parent };
  }

  /** By number; a department by its code, a project by code and name together. */
  private find(params: Params): BudgetCenter {
    const { id, out_budget_id: code, name, type } = params;
    const found = this.all().find((center) => {
      if (id) return center.id === id;
      if (!code || center.out_budget_id !== code) return false;
      return type === '2' ? center.type === '2' && center.name === name : center.type === '1';
    });
    if (!found) throw notAllowed('部门或项目不存在');
    return found;
  }
}

const centerId = (type: '1' | '2', code: string): string => vendorId(type === '1' ? 'department' : 'project', code);

const blank = (id: string, type: '1' | '2'): BudgetCenter => ({
  id,
  type,
  name: '',
  out_budget_id: '',
  parent_id: '0',
  budget_cycle: 0,
  total_quota: '0.00',
  leader_id: '',
});

const record = (center: BudgetCenter): Record<string, unknown> => ({
  ...center,
  is_limit_quota: center.total_quota === '0.00' ? 0 : 1,
  available_quota: center.total_quota,
  freeze_quota: '0.00',
  member_num: 0,
  leader_item_list: [],
  status: '1',
});
