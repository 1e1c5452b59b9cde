import type { Account } from './account.js';
import type { Approvals } from './approvals.js';
import type { Gate } from './gate.js';
import type { Employee, People } from './people.js';
import { type FormFields, h5Signature, pcSignature, sameText } from './signature.js';

/** What the door looks at. */
export interface Door {
  account: Account;
  gate: Gate;
  people: People;
  approvals: Approvals;
}

/** Why somebody is not let in. */
class Shut extends Error {}

/** Reads a form; names in lower case, the last of several wins. */
export function readForm(bytes: Buffer): FormFields {
  return Object.fromEntries([...new URLSearchParams(bytes.toString('utf8'))].map(([name, value]) => [name.toLowerCase(), value]));
}

/** The page after a PC sign-in form. */
export function pcSignIn(door: Door, form: FormFields, now: number): string {
  return page(() => {
    if (!sameText(form['appkey'] ?? '', door.account.appKey)) throw new Shut('AppKey 不存在');
    if (!door.gate.mayEnter(form['ticket'] ?? '', now)) throw new Shut('Ticket 无效或已过期');
    if (!sameText((form['signature'] ?? '').toLowerCase(), pcSignature(form, door.account.appSecurity))) throw new Shut('签名错误');
    return welcome(door, form, form['ta'] ?? '', now);
  });
}

/** The page after an H5 sign-in form. */
export function h5SignIn(door: Door, form: FormFields, now: number): string {
  return page(() => {
    if (!sameText(form['appid'] || (form['accessuserid'] ?? ''), door.account.appKey)) throw new Shut('appid 不存在');
    if (!door.gate.mayEnter(form['token'] ?? '', now)) throw new Shut('token 无效或已过期');
    const payType = form['corppaytype'] ?? '';
    if (!['', 'public', 'private'].includes(payType)) throw new Shut('CorpPayType 应为 public 或 private');
    if (!sameText((form['signature'] ?? '').toLowerCase(), h5Signature(form, door.account.appSecurity))) throw new Shut('签名错误');
    return welcome(door, form, form['endorsementid'] ?? '', now);
  });
}

function welcome(door: Door, form: FormFields, approvalNumber: string, now: number): { person: Employee; lines: string[] } {
  const names = { employeeId: form['employeeid'] ?? '', email: form['email'] ?? '', uid: form['uid'] ?? '' };
  if (Object.values(names).every((name) => name === '')) throw new Shut('UID、EmployeeID、Email 至少填写一项');
  const person = door.people.find(names, now);
  if (!person) throw new Shut('员工不存在');
  if (!person.active) throw new Shut('员工已离职');
  if (approvalNumber !== '' && door.approvals.get(approvalNumber)?.valid !== true)
    throw new Shut(`审批单 ${approvalNumber} 不存在或已作废`);
  const start = form['initpage'] ?? '';
  return { person, lines: [...(approvalNumber ? [`审批单 ${approvalNumber}`] : []), ...(start ? [`首页 ${start}`] : [])] };
}

function page(enter: () => ReturnType<typeof welcome>): string {
  try {
    const { person, lines } = enter();
    return html('登录成功', [`${person.name}（${person.employeeId}）`, ...lines]);
  } catch (error) {
    if (!(error instanceof Shut)) throw error;
    return html('登录失败', [error.message]);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);

const html = (title: string, lines: readonly string[]): string =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}`;
