import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of room `directory`. Days are half-open: a row holds from `valid_from` and no longer on `valid_to`. */
export class Directory1764000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Grows with every change of a company's directory. The sequence gives no number twice, also after a rollback: what was read under a number stays true.
      CREATE SEQUENCE directory_version_seq;
      GRANT USAGE ON SEQUENCE directory_version_seq TO interline_app;
      CREATE TABLE directory_versions (company_id uuid PRIMARY KEY REFERENCES companies (id), version bigint NOT NULL);
      CALL protect_tenant_table('directory_versions', 'SELECT, INSERT, UPDATE');

      CREATE TABLE cost_centres (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        UNIQUE (company_id, code)
      );
      CALL protect_tenant_table('cost_centres', 'SELECT, INSERT, UPDATE');

      CREATE TABLE people (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        employee_number text COLLATE "C" NOT NULL,
        name text NOT NULL,
        email text COLLATE "C",
        mobile text COLLATE "C",
        hired_on date,
        -- The last day of work.
        left_on date,
        -- The day from which name, mail and mobile hold: an import of an earlier day leaves them.
        facts_on date NOT NULL,
        search text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(employee_number || ' ' || name)) STORED,
        PRIMARY KEY (company_id, id)
      );
      -- Order, paging and search of the list of people. A part of a name cannot be looked up in a tree, and a trigram index is out of reach under a policy
      -- (ILIKE is not leakproof); so the search text rides along here, and a search reads this narrow index of one company in the list's order.
      CREATE UNIQUE INDEX people_number ON people (company_id, employee_number) INCLUDE (id, search);
      CREATE INDEX people_email ON people (company_id, email) WHERE email IS NOT NULL;
      CALL protect_tenant_table('people', 'SELECT, INSERT, UPDATE');

      CREATE TABLE departments (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, id),
        UNIQUE (company_id, code)
      );
      CALL protect_tenant_table('departments', 'SELECT, INSERT');

      -- What a department was from a day on. A version is never taken away and never begins on another day, since money refers to it.
      CREATE TABLE department_versions (
        company_id uuid NOT NULL,
        id uuid NOT NULL,
        department_id uuid NOT NULL,
        -- The department's, kept here too so that lists need not join for it; it never changes.
        code text COLLATE "C" NOT NULL,
        name text NOT NULL,
        parent_id uuid,
        -- Departments from the root down to this one.
        path uuid[] NOT NULL,
        -- False where a version only begins because something above the department moved.
        own boolean NOT NULL,
        leader_id uuid,
        legal_entity_id uuid,
        cost_centre_id uuid,
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        PRIMARY KEY (company_id, id),
        UNIQUE (company_id, department_id, valid_from),
        FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id),
        FOREIGN KEY (company_id, parent_id) REFERENCES departments (company_id, id),
        FOREIGN KEY (company_id, leader_id) REFERENCES people (company_id, id),
        FOREIGN KEY (company_id, legal_entity_id) REFERENCES legal_entities (company_id, id),
        FOREIGN KEY (company_id, cost_centre_id) REFERENCES cost_centres (company_id, id)
      );
      CREATE INDEX department_versions_parent ON department_versions (company_id, parent_id, valid_from);
      CALL protect_tenant_table('department_versions', 'SELECT, INSERT, UPDATE');

      -- Slot 0 is the main position; a person has at most one in a slot on a day.
      CREATE TABLE positions (
        company_id uuid NOT NULL,
        person_id uuid NOT NULL,
        slot smallint NOT NULL,
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to > valid_from),
        department_id uuid NOT NULL,
        title text,
        manager_id uuid,
        cost_centre_id uuid,
        legal_entity_id uuid,
        PRIMARY KEY (company_id, person_id, slot, valid_from),
        FOREIGN KEY (company_id, person_id) REFERENCES people (company_id, id),
        FOREIGN KEY (company_id, department_id) REFERENCES departments (company_id, id)
      );
      CREATE INDEX positions_department ON positions (company_id, department_id, valid_from);
      CALL protect_tenant_table('positions', 'SELECT, INSERT, UPDATE, DELETE');

      -- Who a vendor's member turned out to be.
      CREATE TABLE people_external_ids (
        company_id uuid NOT NULL,
        vendor_account_id uuid NOT NULL,
        member_id text COLLATE "C" NOT NULL,
        person_id uuid NOT NULL,
        learned_at timestamptz NOT NULL,
        PRIMARY KEY (company_id, vendor_account_id, member_id),
        FOREIGN KEY (company_id, person_id) REFERENCES people (company_id, id)
      );
      CALL protect_tenant_table('people_external_ids', 'SELECT, INSERT');

      -- After a large import the planner still believes in the tables of before; the next comparison would join row by row. Only their owner may correct it.
      CREATE FUNCTION analyze_directory() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        ANALYZE people, positions, departments, department_versions;
      END $$;
      REVOKE ALL ON FUNCTION analyze_directory FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION analyze_directory TO interline_app;

      CREATE TABLE directory_imports (
        company_id uuid NOT NULL REFERENCES companies (id),
        id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('preview', 'applied', 'discarded')),
        effective_on date NOT NULL,
        -- The directory's version the preview was made on; applying asks for the same.
        base_version bigint NOT NULL,
        summary jsonb NOT NULL,
        cost_centres jsonb NOT NULL,
        legal_entities jsonb NOT NULL,
        problem_file_id uuid,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        moved_at timestamptz,
        PRIMARY KEY (company_id, id)
      );
      CALL protect_tenant_table('directory_imports', 'SELECT, INSERT, UPDATE');

      -- What an import changes, as long as somebody may look at it.
      CREATE TABLE directory_import_changes (
        company_id uuid NOT NULL,
        import_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL,
        ordinal int NOT NULL,
        -- The person or department, also one that is yet to be made.
        subject_id uuid NOT NULL,
        key text NOT NULL,
        name text NOT NULL,
        before jsonb,
        after jsonb,
        PRIMARY KEY (company_id, import_id, kind, ordinal),
        FOREIGN KEY (company_id, import_id) REFERENCES directory_imports (company_id, id)
      );
      CALL protect_tenant_table('directory_import_changes', 'SELECT, INSERT, DELETE');

      CREATE TABLE directory_import_problems (
        company_id uuid NOT NULL,
        import_id uuid NOT NULL,
        ordinal int NOT NULL,
        file text NOT NULL,
        line int NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        value text,
        PRIMARY KEY (company_id, import_id, ordinal),
        FOREIGN KEY (company_id, import_id) REFERENCES directory_imports (company_id, id)
      );
      CALL protect_tenant_table('directory_import_problems', 'SELECT, INSERT, DELETE');

      ALTER TABLE memberships ADD FOREIGN KEY (company_id, person_id) REFERENCES people (company_id, id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
