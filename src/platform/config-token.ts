/** Injection token of the process's checked `Config`. */
export const CONFIG = Symbol('CONFIG');
