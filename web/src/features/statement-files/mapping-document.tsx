import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.js';
import { Note } from '../../ui/notes.js';
import { asMapping, type Mapping } from './mapping-draft.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';

function parsed(text: string): Mapping | null {
  try {
    return asMapping(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The whole mapping as text: for what the form does not show. */
export function MappingDocument({ mapping, onChange }: { mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const t = useTexts(statementFilesTexts);
  const [edited, setEdited] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const apply = () => {
    const next = parsed(edited ?? '');
    setWrong(next === null);
    if (!next) return;
    onChange(next);
    setEdited(null);
  };
  return (
    <details className={styles.document}>
      <summary>{t.document}</summary>
      <p className="muted">{t.documentHint}</p>
      <Input.TextArea
        aria-label={t.document}
        autoSize={{ minRows: 8, maxRows: 24 }}
        spellCheck={false}
        value={edited ?? JSON.stringify(mapping, null, 2)}
        onChange={({ target }) => setEdited(target.value)}
      />
      {wrong && <Note tone="bad" title={t.notJson} />}
      <div>
        <Button disabled={edited === null} onClick={apply}>
          {t.apply}
        </Button>
      </div>
    </details>
  );
}
