import { Drawer } from 'antd';
import { useTexts } from '../../i18n/texts.js';
import { ExpenseDetail } from './expense-detail.js';
import { expensesTexts } from './expenses.texts.js';

/** One expense in a drawer. */
export function ExpenseDrawer({ id, onOpen, onClose }: { id: string | null; onOpen: (id: string) => void; onClose: () => void }) {
  const t = useTexts(expensesTexts);
  return (
    <Drawer open={id !== null} onClose={onClose} size={720} title={t.detail} destroyOnHidden>
      {id !== null && <ExpenseDetail id={id} onOpen={onOpen} />}
    </Drawer>
  );
}
