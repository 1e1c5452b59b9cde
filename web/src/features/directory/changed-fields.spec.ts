import { describe, expect, it } from '@jest/globals';
import { changedFields } from './changed-fields.js';

describe('what an import changes of one person', () => {
  it('names only what differs', () => {
    expect(changedFields({ name: '张三', title: null, department: 'D1' }, { name: '张三', title: '经理', department: 'D2' })).toEqual([
      { field: 'title', before: '', after: '经理' },
      { field: 'department', before: 'D1', after: 'D2' },
    ]);
  });

  it('names everything of somebody new or gone', () => {
    expect(changedFields(null, { name: '李四' })).toEqual([{ field: 'name', before: '', after: '李四' }]);
    expect(changedFields({ name: '李四' }, null)).toEqual([{ field: 'name', before: '李四', after: '' }]);
  });
});
