import { Random } from '@interline/sdk/simulator';

import { addDays, addMonths, daysOf, monthsBetween } from './calendar.js';
import { EPOCH, type Organisation, type Standing } from './organisation.js';
import type { Employee, Position } from './world.types.js';

const SURNAMES: [string, string][] = [
  ['王', 'wang'],
  ['李', 'li'],
  ['张', 'zhang'],
  ['刘', 'liu'],
  ['陈', 'chen'],
  ['杨', 'yang'],
  ['赵', 'zhao'],
  ['黄', 'huang'],
  ['周', 'zhou'],
  ['吴', 'wu'],
  ['徐', 'xu'],
  ['孙', 'sun'],
  ['胡', 'hu'],
  ['朱', 'zhu'],
  ['高', 'gao'],
  ['林', 'lin'],
  ['何', 'he'],
  ['郭', 'guo'],
  ['罗', 'luo'],
  ['梁', 'liang'],
];
const GIVEN: [string, string][] = [
  ['宇', 'yu'],
  ['浩', 'hao'],
  ['欣', 'xin'],
  ['怡', 'yi'],
  ['晨', 'chen'],
  ['佳', 'jia'],
  ['文', 'wen'],
  ['思', 'si'],
  ['子', 'zi'],
  ['梦', 'meng'],
  ['嘉', 'jia'],
  ['雨', 'yu'],
  ['天', 'tian'],
  ['志', 'zhi'],
  ['明', 'ming'],
  ['静', 'jing'],
  ['涛', 'tao'],
  ['雪', 'xue'],
  ['睿', 'rui'],
  ['琳', 'lin'],
];
const TITLES: Readonly<Record<string, string[]>> = {
  S: ['销售经理', '高级销售经理', '客户经理'],
  R: ['工程师', '高级工程师', '资深工程师'],
  D: ['实施顾问', '高级实施顾问', '项目经理'],
  M: ['市场专员', '高级市场专员'],
  F: ['专员', '高级专员'],
};
const LEADERS = ['总经理', '副总经理', '部门总监', '组长'];

/** Everybody who ever worked here, with where and when; each month is drawn from its own name, so later months never change earlier ones. */
export class Staff {
  readonly everybody: Employee[] = [];
  private readonly leaders = new Map<string, Employee>();
  private readonly seed: string;
  private count = 0;

  /** @param until the last month that is drawn */
  constructor(
    seed: string | number,
    private readonly organisation: Organisation,
    until: string,
  ) {
    this.seed = `${seed} ${organisation.blueprint.key}`;
    this.founders();
    for (const month of monthsBetween(EPOCH.slice(0, 7), until)) this.live(month);
  }

  /** Who leads a department. */
  leader(code: string): Employee {
    return this.leaders.get(code) as Employee;
  }

  /** Where somebody works on a day; undefined before the first and after the last day of work. */
  position(employee: Employee, day: string): Position | undefined {
    if (!works(employee, day)) return undefined;
    return employee.positions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));
  }

  /** Those who work on a day. */
  on(day: string): Employee[] {
    return this.everybody.filter((employee) => works(employee, day));
  }

  private founders(): void {
    const random = new Random(`${this.seed} founders`);
    for (const standing of this.organisation.on(EPOCH)) {
      const hired = `${random.int(2019, 2021)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
      this.leaders.set(standing.code, this.hire(random, standing, hired, LEADERS[levelOf(this.organisation, standing)] as string));
      for (let seat = 0; seat < standing.plan.size; seat++) {
        this.hire(random, standing, `${random.int(2020, 2023)}-${String(random.int(1, 12)).padStart(2, '0')}-${random.int(10, 28)}`);
      }
    }
    // A team that opens later is led by who led the one it takes over.
    for (const { closes, opens } of this.organisation.blueprint.reorganisation.replaces) this.leaders.set(opens.code, this.leader(closes));
  }

  /** One month of comings, goings and moves. */
  private live(month: string): void {
    const random = new Random(`${this.seed} staff ${month}`);
    const { joiners, leavers, movers } = this.organisation.blueprint.monthly;
    if (month.endsWith('-07')) this.follow(`${month}-01`);
    const days = daysOf(month);
    const day = (): string => days[random.int(1, days.length - 1)] as string;
    for (let left = random.int(Math.min(1, leavers), leavers); left > 0; left--) {
      const on = day();
      const employee = random.pick(this.ordinary(on));
      employee.leftOn = on;
    }
    for (let moved = random.int(Math.min(1, movers), movers); moved > 0; moved--) {
      const on = day();
      const employee = random.pick(this.ordinary(on));
      const to = random.pick(this.teams(on));
      if (this.position(employee, on)?.departmentCode !== to.code) this.move(employee, to, on, titleFor(random, to));
    }
    for (let joined = random.int(Math.min(1, joiners), joiners); joined > 0; joined--) {
      const on = day();
      this.hire(random, random.pick(this.teams(on)), on);
    }
  }

  /** People of a closed team go where the team went. */
  private follow(day: string): void {
    if (!this.organisation.reorganisations(day).includes(day)) return;
    for (const [from, to] of this.organisation.successors(day)) {
      const standing = this.organisation.at(to, day) as Standing;
      for (const employee of this.on(day)) {
        const position = employee.positions.at(-1) as Position;
        if (position.departmentCode === from) this.move(employee, standing, day, position.title);
      }
    }
  }

  /** Those who lead nothing, are past their first weeks, and whose next change is not known yet. */
  private ordinary(day: string): Employee[] {
    const leaders = new Set(this.leaders.values());
    const settled = addDays(day, -60);
    return this.on(day).filter(
      (employee) => !leaders.has(employee) && employee.leftOn === null && (employee.positions.at(-1) as Position).validFrom <= settled,
    );
  }

  /** The teams at the end of the tree. */
  private teams(day: string): Standing[] {
    const all = this.organisation.on(day);
    const parents = new Set(all.map(({ parentCode }) => parentCode));
    return all.filter(({ code }) => !parents.has(code));
  }

  private move(employee: Employee, to: Standing, day: string, title: string): void {
    (employee.positions.at(-1) as Position).validTo = day;
    employee.positions.push({ departmentCode: to.code, title, validFrom: day, validTo: null });
  }

  private hire(random: Random, standing: Standing, day: string, title = titleFor(random, standing)): Employee {
    const number = String(++this.count).padStart(4, '0');
    const [surname, family] = random.pick(SURNAMES);
    const given = Array.from({ length: random.chance(0.75) ? 2 : 1 }, () => random.pick(GIVEN));
    const { domain, mobile, digit } = this.organisation.blueprint;
    const employee: Employee = {
      id: `${this.organisation.blueprint.key}-${number}`,
      employeeNumber: `${digit}${number}`,
      name: surname + given.map(([character]) => character).join(''),
      email: `${given.map(([, sound]) => sound).join('')}.${family}${number}@${domain}`,
      mobile: `${mobile}${String(this.count * 37).padStart(6, '0')}`,
      hiredOn: day,
      leftOn: null,
      positions: [{ departmentCode: standing.code, title, validFrom: day, validTo: null }],
    };
    this.everybody.push(employee);
    return employee;
  }
}

const works = ({ hiredOn, leftOn }: Employee, day: string): boolean => hiredOn <= day && (leftOn === null || day <= leftOn);
const titleFor = (random: Random, { code }: Standing): string => random.pick(TITLES[code.charAt(0)] ?? ['职员']);

function levelOf(organisation: Organisation, standing: Standing): number {
  return standing.parentCode === null ? 0 : 1 + levelOf(organisation, organisation.at(standing.parentCode, EPOCH) as Standing);
}

/** The last month that must be drawn for a moment: trips of its month may lead into the next. */
export const drawnUntil = (month: string): string => addMonths(month, 1);
