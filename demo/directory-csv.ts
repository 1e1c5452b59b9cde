import type { Day, DepartmentVersion, Employee, Position, World } from './world.types.js';

const PEOPLE = [
  'employee_number',
  'name',
  'email',
  'mobile',
  'department_code',
  'title',
  'manager_employee_number',
  'cost_centre_code',
  'legal_entity_code',
  'hired_on',
  'left_on',
];
const DEPARTMENTS = ['code', 'name', 'parent_code', 'leader_employee_number', 'legal_entity_code', 'cost_centre_code'];

/**
 * The directory as an HR system would export it on a day: two CSV texts (UTF-8, comma, `\n`, a header line). Those who left stay in the list
 * with their last day while their department is still there; nobody is in it before being hired.
 */
export function directoryCsv(world: World, on: Day): { people: string; departments: string } {
  const departments = world.departments.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on < validTo));
  const byCode = new Map(departments.map((department) => [department.code, department]));
  const people = world.people.filter(
    (employee) => employee.hiredOn <= on && byCode.has(positionOn(employee, lastDay(employee, on)).departmentCode),
  );
  return {
    people: csv(
      PEOPLE,
      people.map((employee) => personRow(employee, byCode, on)),
    ),
    departments: csv(
      DEPARTMENTS,
      departments.map(({ code, name, parentCode, leaderEmployeeNumber, legalEntityCode, costCentreCode }) => [
        code,
        name,
        parentCode ?? '',
        leaderEmployeeNumber,
        legalEntityCode,
        costCentreCode,
      ]),
    ),
  };
}

/** The day itself, or the last one somebody worked before it. */
const lastDay = ({ leftOn }: Employee, on: Day): Day => (leftOn !== null && leftOn <= on ? leftOn : on);

function personRow(employee: Employee, departments: ReadonlyMap<string, DepartmentVersion>, on: Day): string[] {
  const position = positionOn(employee, lastDay(employee, on));
  const department = departments.get(position.departmentCode) as DepartmentVersion;
  return [
    employee.employeeNumber,
    employee.name,
    employee.email,
    employee.mobile,
    position.departmentCode,
    position.title,
    managerOf(employee, department, departments),
    department.costCentreCode,
    department.legalEntityCode,
    employee.hiredOn,
    employee.leftOn !== null && employee.leftOn <= on ? employee.leftOn : '',
  ];
}

function positionOn({ positions }: Employee, day: Day): Position {
  return positions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo)) ?? (positions[0] as Position);
}

/** The leader of the department; of the one above for the leader; nobody at the top. */
function managerOf(
  employee: Employee,
  department: DepartmentVersion | undefined,
  departments: ReadonlyMap<string, DepartmentVersion>,
): string {
  for (let at: DepartmentVersion | undefined = department; at; at = at.parentCode === null ? undefined : departments.get(at.parentCode)) {
    if (at.leaderEmployeeNumber !== employee.employeeNumber) return at.leaderEmployeeNumber;
  }
  return '';
}

const csv = (header: string[], rows: string[][]): string => [header, ...rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
