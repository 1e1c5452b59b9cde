import { Button, Checkbox, DatePicker, Tree } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { useGateway, useGatewayPages } from '../../gateway/use-gateway.js';
import {
  DepartmentCardDocument,
  DepartmentPeopleDocument,
  PeopleDocument,
  type DepartmentPeopleQuery,
  type PeopleQuery,
} from '../../generated/directory.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FilterBar } from '../../ui/filter-bar.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote, Note } from '../../ui/notes.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { dayBefore } from '../../ui/period.js';
import { SearchBox } from '../../ui/search-box.js';
import { Tag } from '../../ui/tag.js';
import { day, flag, hrefWith, text, useFilters, type Filters } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { pathTo, useDepartmentTree } from './department-tree.js';
import styles from './directory.module.css';
import { directoryTexts } from './directory.texts.js';
import { PersonDrawer } from './person-drawer.js';

const FILTERS = { on: day, department: text, q: text, direct: flag, left: flag, person: text };

type View = Filters<typeof FILTERS>;
type Change = (change: Partial<View>, options?: { push?: boolean }) => void;
type Row = PeopleQuery['people']['nodes'][number];

/** Departments and people, as they are or as they were on a day. */
export function DirectoryPage() {
  const t = useTexts(directoryTexts);
  const { can } = useViewer();
  const [filters, setFilters] = useFilters(FILTERS);
  return (
    <Page
      title={t.directory}
      lead={t.directoryLead}
      actions={
        <>
          <DatePicker
            aria-label={t.asOf}
            placeholder={t.today}
            value={filters.on ? dayjs(filters.on) : null}
            onChange={(date) => setFilters({ on: date?.format('YYYY-MM-DD') ?? null }, { push: true })}
          />
          {can('importDirectory') && (
            <Link to="/directory-imports">
              <Button icon={<Icon name="import" />}>{t.import}</Button>
            </Link>
          )}
        </>
      }
    >
      <div className={styles.columns}>
        <TreeCard filters={filters} onChange={setFilters} />
        <div className={styles.stack}>
          {filters.department && <DepartmentCard id={filters.department} on={filters.on} />}
          {filters.on && !filters.department && <Note>{t.pastNote(filters.on)}</Note>}
          {filters.on ? (
            filters.department && <PeopleOfDay id={filters.department} on={filters.on} onChange={setFilters} />
          ) : (
            <PeopleToday filters={filters} onChange={setFilters} />
          )}
        </div>
      </div>
      <PersonDrawer
        id={filters.person}
        onClose={() => setFilters({ person: null })}
        onOpen={(person) => setFilters({ person }, { push: true })}
      />
    </Page>
  );
}

function TreeCard({ filters, onChange }: { filters: View; onChange: Change }) {
  const t = useTexts(directoryTexts);
  const { tree, error, isPending, load, retry } = useDepartmentTree(filters.on);
  return (
    <Card
      title={t.tree}
      actions={
        filters.department && (
          <Button type="link" size="small" onClick={() => onChange({ department: null })}>
            {t.allPeople}
          </Button>
        )
      }
    >
      {error && <ErrorNote error={error} onRetry={retry} />}
      {!isPending && !error && tree.length === 0 && <EmptyState title={t.noDepartments}>{t.noDepartmentsText}</EmptyState>}
      {tree.length > 0 && (
        <div className={styles.tree}>
          <Tree
            key={filters.on ?? 'today'}
            aria-label={t.tree}
            blockNode
            treeData={tree}
            loadData={(node) => (node.children ? Promise.resolve() : load(String(node.key)))}
            defaultExpandedKeys={[...(tree.length === 1 ? [tree[0]!.key] : []), ...pathTo(tree, filters.department)]}
            selectedKeys={filters.department ? [filters.department] : []}
            onSelect={([key]) => onChange({ department: key === undefined ? null : String(key) }, { push: true })}
          />
        </div>
      )}
    </Card>
  );
}

function DepartmentCard({ id, on }: { id: string; on: string | null }) {
  const t = useTexts(directoryTexts);
  const { can } = useViewer();
  const { data, error, refetch } = useGateway(DepartmentCardDocument, { id, on }, { keep: true });
  const department = data?.department;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!department) return null;
  return (
    <Card
      title={department.name}
      hint={department.path.join(' / ')}
      actions={
        can('expenses') && <Link to={hrefWith('/expenses', { department: department.id, subtree: '1' })}>{t.seeDepartmentExpenses}</Link>
      }
    >
      <Facts
        facts={[
          [t.code, <code key="code">{department.code}</code>],
          [t.leader, department.leader?.name],
          [t.costCentre, department.costCentre && `${department.costCentre.code} ${department.costCentre.name}`],
          [t.legalEntity, department.legalEntity?.name],
          [
            t.valid,
            department.validTo ? t.validSpan(department.validFrom, dayBefore(department.validTo)) : t.validSince(department.validFrom),
          ],
        ]}
      />
    </Card>
  );
}

function usePeopleColumns(): Column<Row>[] {
  const t = useTexts(directoryTexts);
  return [
    { key: 'name', title: t.name, phone: 'title', cell: (person) => person.name },
    { key: 'number', title: t.number, phone: 'value', cell: (person) => <span className="muted">{person.employeeNumber}</span> },
    { key: 'title', phone: 'plain', title: t.title, cell: (person) => person.title },
    { key: 'department', phone: 'plain', title: t.department, cell: (person) => person.department?.name },
    { key: 'costCentre', title: t.costCentre, phone: 'hide', cell: (person) => person.costCentre?.code },
    {
      key: 'dates',
      title: t.hiredOn,
      cell: (person) => (
        <span className="nowrap">
          {person.hiredOn} {person.state === 'left' && <Tag tone="warn">{`${t.left} ${person.leftOn ?? ''}`}</Tag>}
        </span>
      ),
    },
  ];
}

const peopleOf = (result: PeopleQuery) => result.people;

function PeopleToday({ filters, onChange }: { filters: View; onChange: Change }) {
  const t = useTexts(directoryTexts);
  const columns = usePeopleColumns();
  const people = useGatewayPages(
    PeopleDocument,
    {
      first: 60,
      filter: {
        ...(filters.q ? { search: filters.q } : {}),
        ...(filters.department ? { departmentId: filters.department, subtree: filters.direct !== true } : {}),
        ...(filters.left ? {} : { state: 'active' as const }),
      },
    },
    peopleOf,
    { keep: true },
  );
  return (
    <Card flush>
      <FilterBar>
        <SearchBox label={t.search} value={filters.q} onChange={(q) => onChange({ q })} />
        {filters.department && (
          <Checkbox checked={filters.direct !== true} onChange={({ target }) => onChange({ direct: target.checked ? null : true })}>
            {t.subtree}
          </Checkbox>
        )}
        <Checkbox checked={filters.left === true} onChange={({ target }) => onChange({ left: target.checked ? true : null })}>
          {t.leftToo}
        </Checkbox>
      </FilterBar>
      <DataTable
        label={t.people}
        columns={columns}
        rows={people.nodes}
        rowKey={(person) => person.id}
        onOpen={(person) => onChange({ person: person.id }, { push: true })}
        openKey={filters.person}
        pending={people.isPending}
        stale={people.isFetching && !people.loadingMore}
        error={people.error}
        onRetry={people.retry}
        more={{ hasMore: people.hasMore, loading: people.loadingMore, load: people.loadMore }}
        empty={<EmptyState title={t.noPeople} />}
      />
    </Card>
  );
}

const peopleOfDay = (result: DepartmentPeopleQuery) => result.department?.people;

function PeopleOfDay({ id, on, onChange }: { id: string; on: string; onChange: Change }) {
  const t = useTexts(directoryTexts);
  const columns = usePeopleColumns();
  const people = useGatewayPages(DepartmentPeopleDocument, { id, on, first: 60 }, peopleOfDay, { keep: true });
  return (
    <Card title={`${t.people} · ${on}`} flush>
      <DataTable
        label={t.people}
        columns={columns}
        rows={people.nodes}
        rowKey={(person) => person.id}
        onOpen={(person) => onChange({ person: person.id }, { push: true })}
        pending={people.isPending}
        stale={people.isFetching && !people.loadingMore}
        error={people.error}
        onRetry={people.retry}
        more={{ hasMore: people.hasMore, loading: people.loadingMore, load: people.loadMore }}
        empty={<EmptyState title={t.noPeople} />}
      />
    </Card>
  );
}
