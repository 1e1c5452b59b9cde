import { cutPage, localTime, type VendorCall, type WorldStore } from '@interline/sdk/simulator';

import { badParameter, notAllowed } from './errors.js';
import { intParam, pageParams, type Params } from './gate.js';
import { byNumber, long, vendorId } from './wire.js';

/** An employee as the vendor keeps it. */
export interface Member {
  id: string;
  realname: string;
  phone: string;
  email: string;
  employee_number: string;
  /** 1 normal · 4 left · 6 no phone. */
  status: 1 | 4 | 6;
  department: string;
  budget_center_id: string;
  out_budget_id: string;
  dismiss_time: string;
  /** What else was sent and is only given back. */
  more: Record<string, unknown>;
}

const KEYS = { '0': 'phone', '1': 'employee_number', '2': 'email' } as const;
const KEPT = [
  'use_company_money',
  'immediate_superior_phone',
  'rank_id',
  'out_rank_id',
  'legal_entity_id',
  'out_legal_entity_id',
  'set_dismiss_time',
];

/** The company's employees: those of the world, and those sent by its own systems. */
export class Members {
  private readonly byId = new Map<string, Member>();
  private seen = -1;

  constructor(
    private readonly world: WorldStore,
    private readonly departmentId: (code: string) => string,
  ) {}

  /** All of them, by id. */
  all(): Member[] {
    if (this.seen !== this.world.version) {
      this.seen = this.world.version;
      for (const person of this.world.people.values()) {
        const id = vendorId('member', person.id);
        if (this.byId.has(id)) continue;
        this.byId.set(id, {
          ...blank(id),
          realname: person.name,
          phone: person.phone,
          email: person.email,
          employee_number: person.employeeNumber,
          status: person.phone ? 1 : 6,
          department: person.departmentName,
          budget_center_id: this.departmentId(person.departmentCode),
          out_budget_id: person.departmentCode,
        });
      }
    }
    return [...this.byId.values()].sort((left, right) => byNumber(left.id, right.id));
  }

  /** `POST /river/Member/single`. */
  add(params: Params): unknown {
    const data = readData(params);
    const key = KEYS[String(data['member_type'] ?? '0') as keyof typeof KEYS];
    if (!key) throw badParameter('member_type');
    if (!text(data[key])) throw badParameter(`${key} 必填`);
    if (!text(data['realname'])) throw badParameter('realname 必填');
    for (const unique of Object.values(KEYS)) {
      const value = text(data[unique]);
      if (value && this.all().some((member) => member.status !== 4 && member[unique] === value)) throw notAllowed(`${unique} 已存在`);
    }
    const member = apply(blank(vendorId('member', `sent ${text(data[key])} ${this.byId.size}`)), data, this.departmentId);
    this.byId.set(member.id, member);
    return { id: long(member.id), phone: member.phone };
  }

  /** `POST /river/Member/edit`. */
  edit(params: Params): unknown {
    const member = this.find(params);
    if (!member) throw notAllowed('员工不存在');
    const data = readData(params);
    for (const unique of Object.values(KEYS)) {
      const value = text(data[unique]);
      if (value && this.all().some((other) => other !== member && other.status !== 4 && other[unique] === value))
        throw notAllowed(`${unique} 已存在`);
    }
    this.byId.set(member.id, apply(member, data, this.departmentId));
    return {};
  }

  /** `POST /river/Member/del`: those named leave. */
  remove(params: Params, now: number): unknown {
    const ids = text(params['member_id']).split('_').filter(Boolean);
    const numbers = ids.length > 0 ? [] : readList(params['employee_number']);
    if (ids.length + numbers.length === 0) throw badParameter('member_id 与 employee_number 不能同时为空');
    if (ids.length + numbers.length > 100) throw badParameter('一次最多删除 100 人');
    const left = this.all().filter(
      (member) => member.status !== 4 && (ids.includes(member.id) || numbers.includes(member.employee_number)),
    );
    if (left.length === 0) throw notAllowed('员工不存在');
    for (const member of left) this.byId.set(member.id, { ...member, status: 4, dismiss_time: localTime(now) });
    return left.map(({ id }) => id);
  }

  /** `GET /river/Member/get`: by offset, or by `last_id` from 0, when of the filters only `status` counts. */
  list(params: Params, call: VendorCall): unknown {
    const byCursor = params['last_id'] !== undefined;
    const { offset, length } = byCursor ? { offset: 0, length: intParam(params, 'length', 1, 100, 100) } : pageParams(params);
    const found = this.all().filter((member) => {
      if (params['status'] && String(member.status) !== params['status']) return false;
      if (byCursor) return true;
      const exact = (['phone', 'employee_number', 'email'] as const).every((name) => !params[name] || params[name] === member[name]);
      return exact && (!params['realname'] || member.realname.includes(params['realname']));
    });
    const after = byCursor ? found.filter(({ id }) => byNumber(id, params['last_id'] as string) > 0) : found;
    const cut = cutPage(call, byCursor ? found.length - after.length : offset, length, found.length);
    const page = found.slice(cut.start, cut.end);
    call.records(page.map(({ id }) => id));
    return { total: cut.total, records: page.map(record), ...(byCursor && { last_id: page[page.length - 1]?.id ?? params['last_id'] }) };
  }

  /** `GET /river/Member/detail`. */
  detail(params: Params): unknown {
    const member = this.find(params) ?? this.all().find(({ phone }) => phone !== '' && phone === params['phone']);
    if (!member) throw notAllowed('员工不存在');
    const { id, ...rest } = record(member);
    return { member_id: id, ...rest };
  }

  /** Forgets what was sent. */
  clear(): void {
    this.byId.clear();
    this.seen = -1;
  }

  private find(params: Params): Member | undefined {
    const { member_id: id, employee_number: number } = params;
    return this.all().find((member) =>
      id ? member.id === id : number !== undefined && number !== '' && member.employee_number === number,
    );
  }
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

const blank = (id: string): Member => ({
  id,
  realname: '',
  phone: '',
  email: '',
  employee_number: '',
  status: 1,
  department: '',
  budget_center_id: '',
  out_budget_id: '',
  dismiss_time: '',
  more: {},
});

function apply(member: Member, data: Record<string, unknown>, departmentId: (code: string) => string): Member {
  const changed = { ...member, more: { ...member.more } };
  for (const name of ['realname', 'phone', 'email', 'employee_number'] as const)
    if (data[name] !== undefined) changed[name] = text(data[name]);
  for (const name of KEPT) if (data[name] !== undefined) changed.more[name] = data[name];
  // The vendor's own department number wins over the company's code.
  if (data['out_budget_id'] !== undefined) {
    changed.out_budget_id = text(data['out_budget_id']);
    changed.budget_center_id = departmentId(changed.out_budget_id);
  }
  if (data['budget_center_id'] !== undefined) changed.budget_center_id = text(data['budget_center_id']);
  changed.status = changed.phone ? 1 : 6;
  return changed;
}

/** `data` is an object inside a JSON string. */
function readData(params: Params): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(params['data'] ?? '');
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Record<string, unknown>;
  } catch {
    // Falls through to the same refusal.
  }
  throw badParameter('data 不是 JSON 字符串');
}

function readList(value: string | undefined): string[] {
  try {
    const list: unknown = JSON.parse(value ?? '[]');
    if (Array.isArray(list)) return list.map(text);
  } catch {
    // Falls through to the same refusal.
  }
  throw badParameter('employee_number 不是 JSON 字符串');
}

function record(member: Member): Record<string, unknown> {
  const { more, out_budget_id: _code, ...rest } = member;
  return {
    ...rest,
    system_role: 0,
    role_ids: '',
    use_company_money: 1,
    total_quota: '0',
    available_quota: '0.00',
    is_remark: '0',
    con_department_ids: [],
    project_ids: '',
    regulation_id: [],
    ...more,
  };
}
