import { describe, expect, it } from '@jest/globals';
import { newId } from '../../kernel/index.js';
import { MemorySnapshot, type SnapshotContent, type SnapshotPerson } from './memory-snapshot.js';
import { phoneKey } from './phone.js';

const [company, account, other] = [newId(), newId(), newId()];
const person = (id: string, more: Partial<SnapshotPerson> = {}): SnapshotPerson => ({
  id,
  employeeNumber: id.toUpperCase(),
  email: null,
  mobile: null,
  hiredOn: null,
  leftOn: null,
  ...more,
});
const content: SnapshotContent = {
  companyId: company,
  version: 7n,
  people: [
    person('e1', { email: 'zhang@acme.cn', mobile: '+8613800000001' }),
    person('e2', { mobile: '13800000002', leftOn: '2026-06-30' }),
    person('e3', { mobile: '13800000002', hiredOn: '2026-07-15' }),
    person('e4', { email: 'desk@acme.cn' }),
    person('e5', { email: 'desk@acme.cn' }),
  ],
  positions: [
    { personId: 'e1', departmentId: 'sales', costCentreId: null, legalEntityId: null, from: '2026-01-01', to: '2026-05-01' },
    { personId: 'e2', departmentId: 'tech', costCentreId: 'cc-own', legalEntityId: 'le-own', from: '2026-01-01', to: '2026-07-01' },
    { personId: 'e1', departmentId: 'tech', costCentreId: null, legalEntityId: null, from: '2026-05-01', to: null },
  ],
  departments: [
    {
      versionId: 'v-root',
      departmentId: 'root',
      code: 'R',
      name: 'Acme',
      path: ['root'],
      costCentreId: 'cc-root',
      legalEntityId: null,
      from: '2026-01-01',
      to: null,
    },
    {
      versionId: 'v-sales',
      departmentId: 'sales',
      code: 'S',
      name: 'Sales',
      path: ['root', 'sales'],
      costCentreId: null,
      legalEntityId: 'le-sales',
      from: '2026-01-01',
      to: null,
    },
    {
      versionId: 'v-tech-1',
      departmentId: 'tech',
      code: 'T',
      name: 'Tech',
      path: ['root', 'tech'],
      costCentreId: null,
      legalEntityId: null,
      from: '2026-01-01',
      to: '2026-06-01',
    },
    {
      versionId: 'v-none',
      departmentId: 'tech',
      code: 'T',
      name: 'Never',
      path: ['tech'],
      costCentreId: null,
      legalEntityId: null,
      from: '2026-06-01',
      to: '2026-06-01',
    },
    {
      versionId: 'v-tech-2',
      departmentId: 'tech',
      code: 'T',
      name: 'Tech',
      path: ['root', 'sales', 'tech'],
      costCentreId: null,
      legalEntityId: null,
      from: '2026-06-01',
      to: null,
    },
    {
      versionId: 'v-twin',
      departmentId: 'twin',
      code: 'W',
      name: 'Sales',
      path: ['root', 'twin'],
      costCentreId: null,
      legalEntityId: null,
      from: '2026-09-01',
      to: null,
    },
  ],
  costCentres: [{ id: 'cc-root', code: 'CC1' }],
  legalEntities: [
    { id: 'le-main', code: 'MAIN', name: 'Acme', isDefault: true },
    { id: 'le-sales', code: 'SALES', name: 'Acme Sales', isDefault: false },
  ],
};
const members = new Map([[`${account} m-9`, 'e4']]);
const snapshot = new MemorySnapshot(content, (vendorAccount, member) => members.get(`${vendorAccount} ${member}`) ?? null);
const found = (...args: Parameters<MemorySnapshot['resolve']>): string | null => snapshot.resolve(...args)?.personId ?? null;

describe('finding a person', () => {
  it('goes by the most certain field there is', () => {
    expect(found({ memberId: 'm-9', employeeNumber: 'E1' }, '2026-03-01', account)).toBe('e4');
    expect(found({ memberId: 'm-9', employeeNumber: 'E1' }, '2026-03-01', other)).toBe('e1');
    expect(found({ memberId: 'm-9', employeeNumber: 'E1' }, '2026-03-01')).toBe('e1');
    expect(found({ employeeNumber: 'E9', phone: '138 0000 0001', email: 'desk@acme.cn' }, '2026-03-01')).toBe('e1');
    expect(found({ email: ' Zhang@ACME.cn' }, '2026-03-01')).toBe('e1');
  });

  it('is never certain by a name, nor by what several people have', () => {
    expect(found({ name: 'E1' }, '2026-03-01')).toBeNull();
    expect(found({}, '2026-03-01')).toBeNull();
    expect(found({ email: 'desk@acme.cn' }, '2026-03-01')).toBeNull();
    expect(found({ phone: '138****0001' }, '2026-03-01')).toBeNull();
  });

  it('knows whose a phone number was on the day', () => {
    expect(found({ phone: '13800000002' }, '2026-06-30')).toBe('e2');
    expect(found({ phone: '+86-138-0000-0002' }, '2026-07-15')).toBe('e3');
    expect(found({ phone: '13800000002' }, '2026-07-10')).toBeNull();
  });

  it('compares phone numbers by their digits', () => {
    expect(
      new Set(['13800000001', '+86 138-0000-0001', '008613800000001', '8613800000001', '１３８００００００01'].map(phoneKey)).size,
    ).toBe(1);
    expect(phoneKey('+1 (415) 555-0100')).toBe(phoneKey('0014155550100'));
    for (const text of ['', '123', '138****0001', 'none']) expect(phoneKey(text)).toBeNull();
  });
});

describe('where a person belonged', () => {
  it('is as it was on the day, with the version of the department', () => {
    expect(snapshot.resolve({ employeeNumber: 'E1' }, '2026-04-30')).toEqual({
      personId: 'e1',
      departmentId: 'sales',
      departmentVersionId: 'v-sales',
      costCentreId: 'cc-root',
      legalEntityId: 'le-sales',
    });
    expect(snapshot.resolve({ employeeNumber: 'E1' }, '2026-05-01')).toMatchObject({
      departmentId: 'tech',
      departmentVersionId: 'v-tech-1',
      legalEntityId: 'le-main',
    });
    // tech has moved below sales and takes its legal entity from there
    expect(snapshot.resolve({ employeeNumber: 'E1' }, '2026-06-01')).toMatchObject({
      departmentVersionId: 'v-tech-2',
      legalEntityId: 'le-sales',
    });
  });

  it('is the last place after leaving and the first one before the directory begins', () => {
    expect(snapshot.resolve({ employeeNumber: 'E2' }, '2026-10-01')).toMatchObject({
      departmentId: 'tech',
      costCentreId: 'cc-own',
      legalEntityId: 'le-own',
    });
    expect(snapshot.resolve({ employeeNumber: 'E1' }, '2025-10-01')).toMatchObject({
      departmentId: 'sales',
      departmentVersionId: 'v-sales',
    });
  });

  it('may be unknown', () => {
    expect(snapshot.resolve({ employeeNumber: 'E3' }, '2026-08-01')).toEqual({
      personId: 'e3',
      departmentId: null,
      departmentVersionId: null,
      costCentreId: null,
      legalEntityId: 'le-main',
    });
  });
});

describe('finding a department, cost centre or legal entity', () => {
  it('goes by id or code, else by the only one with the name on that day', () => {
    expect(snapshot.department('2026-06-01', { code: 'T' })).toEqual({
      departmentId: 'tech',
      departmentVersionId: 'v-tech-2',
      costCentreId: 'cc-root',
      legalEntityId: 'le-sales',
    });
    expect(snapshot.department('2026-03-01', { id: 'tech' })?.departmentVersionId).toBe('v-tech-1');
    expect(snapshot.department('2026-03-01', { id: 'S' })?.departmentId).toBe('sales');
    expect(snapshot.department('2026-03-01', { name: 'Sales' })?.departmentId).toBe('sales');
    expect(snapshot.department('2026-09-01', { name: 'Sales' })).toBeNull();
    expect(snapshot.department('2026-09-01', { code: 'X', name: 'Tech' })?.departmentId).toBe('tech');
    expect(snapshot.department('2026-09-01', {})).toBeNull();
  });

  it('knows cost centres and legal entities', () => {
    expect(snapshot.costCentre('CC1')).toBe('cc-root');
    expect(snapshot.costCentre('CC9')).toBeNull();
    expect(snapshot.legalEntity({ code: 'SALES' })).toBe('le-sales');
    expect(snapshot.legalEntity({ name: 'Acme Sales' })).toBe('le-sales');
    expect(snapshot.legalEntity({ name: 'Nobody' })).toBeNull();
    expect(snapshot.defaultLegalEntityId).toBe('le-main');
  });
});
