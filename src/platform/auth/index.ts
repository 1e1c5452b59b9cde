export * from './authenticator.js';
export * from './public.decorator.js';
