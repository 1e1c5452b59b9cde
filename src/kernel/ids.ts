import { v7, validate } from 'uuid';

/** A UUID in its canonical lower-case text form. Ids made here are version 7 (RFC 9562 §5.7): they sort by creation time. */
export type Id = string;

/** Makes a new time-ordered id. */
export function newId(): Id {
  return v7();
}

/** Whether a text is a UUID of any version. Doors check this before an id reaches SQL. */
export function isId(text: unknown): text is Id {
  return typeof text === 'string' && validate(text);
}
