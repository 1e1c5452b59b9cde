import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { SnapshotDepartment, SnapshotPerson, SnapshotPosition } from './memory-snapshot.js';

/** A member id with the person it stands for. */
export interface MemberRow {
  vendorAccountId: Id;
  memberId: string;
  personId: Id;
}

/** SQL that reads a company's directory whole. */
@Injectable()
export class SnapshotRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  people(companyId: Id): Promise<SnapshotPerson[]> {
    return this.read(
      companyId,
      `SELECT id, employee_number AS "employeeNumber", email, mobile, hired_on::text AS "hiredOn", left_on::text AS "leftOn" FROM people WHERE company_id = $1`,
    );
  }

  positions(companyId: Id): Promise<SnapshotPosition[]> {
    return this.read(
      companyId,
      `SELECT person_id AS "personId", department_id AS "departmentId", cost_centre_id AS "costCentreId", legal_entity_id AS "legalEntityId",
         valid_from::text AS "from", valid_to::text AS "to"
       FROM positions WHERE company_id = $1 AND slot = 0 ORDER BY valid_from`,
    );
  }

  departments(companyId: Id): Promise<SnapshotDepartment[]> {
    return this.read(
      companyId,
      `SELECT id AS "versionId", department_id AS "departmentId", code, name, path, cost_centre_id AS "costCentreId", legal_entity_id AS "legalEntityId",
         valid_from::text AS "from", valid_to::text AS "to"
       FROM department_versions WHERE company_id = $1 ORDER BY valid_from`,
    );
  }

  costCentres(companyId: Id): Promise<{ id: Id; code: string }[]> {
    return this.read(companyId, 'SELECT id, code FROM cost_centres WHERE company_id = $1');
  }

  members(companyId: Id): Promise<MemberRow[]> {
    return this.read(
      companyId,
      `SELECT vendor_account_id AS "vendorAccountId", member_id AS "memberId", person_id AS "personId" FROM people_external_ids WHERE company_id = $1`,
    );
  }

  /** Adds member ids that are not known yet. @returns those that were added */
  async learn(companyId: Id, members: readonly MemberRow[], at: Date): Promise<MemberRow[]> {
    return this.unitOfWork.run(
      (tx) =>
        tx.query<{ vendorAccountId: Id; memberId: string; personId: Id }>(
          `INSERT INTO people_external_ids (company_id, vendor_account_id, member_id, person_id, learned_at)
           SELECT $1, given.account, given.member, given.person, $2 FROM unnest($3::uuid[], $4::text[], $5::uuid[]) AS given(account, member, person)
           ORDER BY 2, 3 ON CONFLICT DO NOTHING
           RETURNING vendor_account_id AS "vendorAccountId", member_id AS "memberId", person_id AS "personId"`,
          [
            companyId,
            at,
            members.map((row) => row.vendorAccountId),
            members.map((row) => row.memberId),
            members.map((row) => row.personId),
          ],
        ),
      { company: companyId },
    );
  }

  private read<Row extends { [Key in keyof Row]: BusinessDate | Id | readonly Id[] | null }>(companyId: Id, sql: string): Promise<Row[]> {
    return this.unitOfWork.read<Row>(sql, [companyId], { company: companyId });
  }
}
