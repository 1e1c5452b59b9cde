import type { Actor, Role } from '../../kernel/index.js';

/** Who may do something, in the words of the contract's `@auth`: an app needs every scope, a person one of the roles; absent means closed. */
export interface FileAccess {
  scopes?: readonly string[];
  roles?: readonly Role[];
}

/** What a kind of file is for and who may handle it. The room that uses the files declares it with {@link defineFilePurpose}. */
export interface FilePurpose {
  /** Snake case, such as `directory_import`. */
  name: string;
  /** Largest size in bytes. */
  maxBytes: number;
  /** Days until it expires; null keeps it. */
  keepDays: number | null;
  /** Who may send one through `POST /files`; null when only the server makes them. */
  upload: FileAccess | null;
  /** Who may fetch one through `GET /files/{id}`. */
  download: FileAccess;
}

const purposes = new Map<string, FilePurpose>();

/** Declares a purpose, in the room's own `<room>.files.ts`. @returns the purpose, to be given to `FileStore.save` */
export function defineFilePurpose(purpose: FilePurpose): FilePurpose {
  if (purposes.has(purpose.name)) throw new TypeError(`file purpose ${purpose.name} is declared twice`);
  purposes.set(purpose.name, purpose);
  return purpose;
}

/** The purpose of a name, or null. */
export function filePurpose(name: string): FilePurpose | null {
  return purposes.get(name) ?? null;
}

/** Every declared purpose. */
export function filePurposes(): FilePurpose[] {
  return [...purposes.values()];
}

/** Whether an actor may do what `access` guards. Nobody signed in counts as the system, which has no access through a door. */
export function allows(access: FileAccess, actor: Actor): boolean {
  if (actor.kind === 'system') return false;
  if (actor.kind === 'app') return access.scopes !== undefined && access.scopes.every((scope) => actor.scopes.includes(scope));
  return access.roles?.some((role) => actor.roles.includes(role)) ?? false;
}
