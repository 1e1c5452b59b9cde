import type { WorldStore } from '@interline/sdk/simulator';

import { invalid } from './errors.js';
import { need, type Params } from './gate.js';

/** Most employees one call takes. */
const MOST = 20;

/** An employee as the vendor keeps it. */
export interface Employee {
  employee_no: string;
  name: string;
  phone_number: string;
  dept_name: string;
  /** Cost centres, by the vendor's item ids. */
  cost_centers: string[];
}

/** What became of a call for several employees: those that failed, with the reason, as the vendor writes it. */
interface BatchResult {
  success: boolean;
  error_msgs: { req_body: string; reason: string }[];
}

/** The company's employees: those of the world, and those its own systems sent. */
export class Staff {
  private readonly byNumber = new Map<string, Employee>();
  private readonly numberOfPhone = new Map<string, string>();
  /** People of the world that are taken in already; who was deleted does not come back. */
  private readonly taken = new Set<string>();
  private seen = -1;

  constructor(private readonly world: WorldStore) {}

  /** All of them, by number. */
  all(): Employee[] {
    this.takeIn();
    return [...this.byNumber.values()].sort((left, right) => (left.employee_no < right.employee_no ? -1 : 1));
  }

  /** `employee.batchupdate`: makes or changes up to 20; those that cannot be are told one by one, the others are done. */
  update(params: Params): BatchResult {
    this.takeIn();
    return each(readList(params, 'enterprise_datas'), (sent) => {
      if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return '员工信息格式错误';
      return this.put(sent as Record<string, unknown>);
    });
  }

  /** `employee.batchdelete`: these leave. Who is not there is passed over: nothing is published about it. */
  remove(params: Params): BatchResult {
    this.takeIn();
    return each(readList(params, 'employee_nos'), (sent) => {
      const known = this.byNumber.get(text(sent));
      if (text(sent) === '') return '工号不能为空';
      if (known) this.forget(known);
      return null;
    });
  }

  /** Forgets what was sent. */
  clear(): void {
    this.byNumber.clear();
    this.numberOfPhone.clear();
    this.taken.clear();
    this.seen = -1;
  }

  private takeIn(): void {
    if (this.seen === this.world.version) return;
    this.seen = this.world.version;
    for (const { id, employeeNumber, name, phone, departmentName } of this.world.people.values()) {
      if (this.taken.has(id)) continue;
      this.taken.add(id);
      this.keep({ employee_no: employeeNumber, name, phone_number: phone, dept_name: departmentName, cost_centers: [] });
    }
  }

  /** Makes or changes one; gives the reason why not. */
  private put(sent: Record<string, unknown>): string | null {
    const number = text(sent['employee_no']);
    if (number === '') return '工号不能为空';
    const known = this.byNumber.get(number);
    const field = (name: string, before = ''): string => (sent[name] === undefined ? before : text(sent[name]));
    const phone = field('phone_number', known?.phone_number);
    if (!/^1\d{10}$/.test(phone)) return '手机号格式错误';
    const holder = this.numberOfPhone.get(phone);
    if (holder !== undefined && holder !== number) return '手机号已被其他员工使用';
    const name = field('name', known?.name);
    if (name === '') return '姓名不能为空';
    if (known) this.forget(known);
    const cost_centers = changedItems(known?.cost_centers ?? [], sent['cost_center']);
    this.keep({ employee_no: number, name, phone_number: phone, dept_name: field('dept_name', known?.dept_name), cost_centers });
    return null;
  }

  private keep(employee: Employee): void {
    this.byNumber.set(employee.employee_no, employee);
    this.numberOfPhone.set(employee.phone_number, employee.employee_no);
  }

  private forget({ employee_no, phone_number }: Employee): void {
    this.byNumber.delete(employee_no);
    this.numberOfPhone.delete(phone_number);
  }
}

function each(list: readonly unknown[], work: (sent: unknown) => string | null): BatchResult {
  const error_msgs = list.flatMap((sent) => {
    const reason = work(sent);
    return reason === null ? [] : [{ req_body: typeof sent === 'string' ? sent : JSON.stringify(sent), reason }];
  });
  return { success: error_msgs.length === 0, error_msgs };
}

/** Cost centres after adding and taking away the items named. */
function changedItems(before: readonly string[], change: unknown): string[] {
  const { add_item_ids: added, delete_item_ids: gone } = (change ?? {}) as Record<string, unknown>;
  const items = new Set([...before, ...(Array.isArray(added) ? added.map(text) : [])]);
  for (const item of Array.isArray(gone) ? gone : []) items.delete(text(item));
  return [...items];
}

/** A list in a parameter: JSON, or for plain texts also separated by commas as the gateway's SDKs write them. */
function readList(params: Params, name: string): unknown[] {
  const sent = need(params, name);
  const list = sent.trimStart().startsWith('[') ? parsed(sent, name) : name === 'employee_nos' ? sent.split(',') : null;
  if (!Array.isArray(list)) throw invalid(name, '不是 JSON 数组');
  if (list.length === 0 || list.length > MOST) throw invalid(name, `应为 1 到 ${MOST} 个`);
  return list;
}

function parsed(sent: string, name: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    throw invalid(name, '不是 JSON 数组');
  }
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
