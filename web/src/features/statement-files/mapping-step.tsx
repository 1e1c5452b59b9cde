import { Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { useViewer } from '../identity/viewer.js';
import { AmountFields, ColumnFields } from './column-fields.js';
import { IgnoreRules } from './ignore-rules.js';
import { Labelled } from './labelled.js';
import { asMapping, columnNames, emptyMapping, offsetOf, withPart, wordsOf, type Mapping } from './mapping-draft.js';
import { MappingDocument } from './mapping-document.js';
import { PreviewTable } from './preview-table.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';
import type { Preview } from './use-preview.js';

const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le'];

/** The mapping that the form shows: what somebody changed, else what the file was read by, else nothing yet. */
export function useShownMapping(preview: Preview | null, draft: Mapping | null): Mapping {
  const { viewer } = useViewer();
  const { baseCurrency, timeZone } = viewer.company;
  return draft ?? asMapping(preview?.mapping) ?? emptyMapping(baseCurrency, offsetOf(timeZone));
}

interface MappingStepProps {
  preview: Preview | null;
  failure: unknown;
  stale: boolean;
  mapping: Mapping;
  changed: boolean;
  onChange: (mapping: Mapping) => void;
}

/** The file as it stands there, what its columns are, and how each row is read by that. */
export function MappingStep({ preview, failure, stale, mapping, changed, onChange }: MappingStepProps) {
  const t = useTexts(statementFilesTexts);
  const [picked, setPicked] = useState<number | null>(null);
  const headerRow = preview?.headerRow ?? picked;
  const cells = preview?.rows.find(({ row }) => row === headerRow)?.cells ?? [];
  const names = preview && preview.columns.length > 0 ? preview.columns : columnNames(cells);
  const columns = names.filter((name) => name !== '');
  const below = preview?.rows.filter(({ row }) => headerRow !== null && row > headerRow) ?? [];
  const wordsIn = (column: string) => wordsOf(below, names.indexOf(column));
  return (
    <>
      <Card
        title={`3 · ${t.preview}`}
        hint={preview && <Detected preview={preview} headerRow={headerRow} />}
        actions={preview?.mapping != null && !changed && <Tag tone="accent">{preview.guessed ? t.guessed : t.known}</Tag>}
      >
        <div className={stale ? `${styles.step} ${styles.stale}` : styles.step}>
          {failure !== null && failure !== undefined && <ErrorNote error={failure} />}
          {preview?.problem && (
            <Note tone="warn" title={preview.problem.message}>
              <code>{preview.problem.code}</code>
            </Note>
          )}
          {preview && headerRow === null && <Note tone="warn" title={t.noGuess} />}
          {preview && <PreviewTable preview={preview} headerRow={headerRow} names={names} mapping={mapping} onHeader={setPicked} />}
          {preview && <Reading preview={preview} mapping={mapping} onChange={onChange} />}
        </div>
      </Card>
      {columns.length > 0 && (
        <>
          <Card title={t.amounts}>
            <AmountFields mapping={mapping} columns={columns} onChange={onChange} wordsIn={wordsIn} />
          </Card>
          <Card title={t.columns}>
            <ColumnFields mapping={mapping} columns={columns} onChange={onChange} />
          </Card>
          <Card title={t.ignoreRules} hint={t.ignoreHint}>
            <IgnoreRules mapping={mapping} columns={columns} onChange={onChange} />
            <MappingDocument mapping={mapping} onChange={onChange} />
          </Card>
        </>
      )}
    </>
  );
}

function Detected({ preview, headerRow }: { preview: Preview; headerRow: number | null }) {
  const t = useTexts(statementFilesTexts);
  const { kind, encoding, sheet } = preview;
  const header = headerRow === null ? null : t.headerIn(String(headerRow));
  return <>{[kind.toUpperCase(), encoding?.toUpperCase(), sheet, header].filter(Boolean).join(' · ')}</>;
}

/** How the file itself is read, where the guess is wrong. */
function Reading({ preview, mapping, onChange }: { preview: Preview; mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const t = useTexts(statementFilesTexts);
  return (
    <div className={styles.fields}>
      {preview.sheets.length > 1 && (
        <Labelled label={t.sheet}>
          <Select
            aria-label={t.sheet}
            value={mapping.sheet ?? preview.sheet}
            onChange={(sheet) => onChange(withPart(mapping, 'sheet', sheet))}
            options={preview.sheets.map((value) => ({ value, label: value }))}
          />
        </Labelled>
      )}
      {preview.kind === 'csv' && (
        <Labelled label={t.encoding}>
          <Select
            aria-label={t.encoding}
            value={mapping.encoding ?? ''}
            onChange={(encoding) => onChange(withPart(mapping, 'encoding', encoding || undefined))}
            options={[{ value: '', label: t.automatic }, ...ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))]}
          />
        </Labelled>
      )}
      <Labelled label={t.dateOrder}>
        <Select
          aria-label={t.dateOrder}
          value={mapping.dayFirst === undefined ? 'none' : mapping.dayFirst ? 'day' : 'month'}
          onChange={(first) => onChange(withPart(mapping, 'dayFirst', first === 'none' ? undefined : first === 'day'))}
          options={[
            { value: 'none', label: t.dateOrderNone },
            { value: 'day', label: t.dateOrderDay },
            { value: 'month', label: t.dateOrderMonth },
          ]}
        />
      </Labelled>
    </div>
  );
}
