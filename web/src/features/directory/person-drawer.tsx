import { Drawer, Skeleton } from 'antd';
import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { PersonDocument, type PersonQuery } from '../../generated/directory.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { DetailSection } from '../../ui/detail.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Facts } from '../../ui/page.js';
import { dayBefore } from '../../ui/period.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import styles from './directory.module.css';
import { directoryTexts } from './directory.texts.js';

type Position = NonNullable<PersonQuery['person']>['positions'][number];

/** One person with all positions they have held. */
export function PersonDrawer({ id, onOpen, onClose }: { id: string | null; onOpen: (id: string) => void; onClose: () => void }) {
  const t = useTexts(directoryTexts);
  return (
    <Drawer open={id !== null} onClose={onClose} size={620} title={t.person} destroyOnHidden>
      {id !== null && <PersonBody id={id} onOpen={onOpen} />}
    </Drawer>
  );
}

function PersonBody({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const t = useTexts(directoryTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const { data, error, isPending, refetch } = useGateway(PersonDocument, { id });
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton active />;
  const person = data.person;
  if (!person) return <EmptyState title={words.notFound} />;
  const manager = person.manager;
  const columns = usePositionColumns();
  return (
    <div className={styles.stack}>
      <div>
        <h2>{person.name}</h2>
        <p className="muted">{[person.title, person.department?.path.join(' / ')].filter(Boolean).join(' · ')}</p>
      </div>
      <Facts
        facts={[
          [t.number, person.employeeNumber],
          [
            t.manager,
            manager && (
              <a
                key="manager"
                href={hrefWith('/directory', { person: manager.id })}
                onClick={(event) => {
                  event.preventDefault();
                  onOpen(manager.id);
                }}
              >
                {manager.name}
              </a>
            ),
          ],
          [t.costCentre, person.costCentre && `${person.costCentre.code} ${person.costCentre.name}`],
          [t.legalEntity, person.legalEntity?.name],
          [t.hiredOn, person.hiredOn],
          [t.leftOn, person.leftOn],
        ]}
      />
      {can('expenses') && (
        <p>
          <Link to={hrefWith('/expenses', { person: person.id })}>{t.seeExpenses}</Link>
        </p>
      )}
      <DetailSection title={t.positions}>
        <DataTable
          label={t.positions}
          columns={columns}
          rows={person.positions}
          rowKey={(position) => `${position.department.id} ${position.validFrom}`}
        />
      </DetailSection>
    </div>
  );
}

function usePositionColumns(): Column<Position>[] {
  const t = useTexts(directoryTexts);
  return [
    {
      key: 'department',
      title: t.department,
      phone: 'title',
      cell: (position) => (
        <>
          {position.department.path.join(' / ')} {position.isMain && <Tag>{t.main}</Tag>}{' '}
          {position.isLeader && <Tag tone="accent">{t.leads}</Tag>}
        </>
      ),
    },
    { key: 'title', title: t.title, cell: (position) => position.title },
    {
      key: 'dates',
      title: t.dates,
      cell: (position) => (
        <span className="nowrap">{`${position.validFrom} – ${position.validTo ? dayBefore(position.validTo) : t.untilNow}`}</span>
      ),
    },
  ];
}
