import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback } from 'react';
import { useFailureText } from './notes.js';

/**
 * Runs a write that a button asks for: what is on the screen is read again afterwards, and the reader is told how it went.
 * @returns a function of the work, which throws when it fails, and of what to say when it did not
 */
export function useAct(): <Result>(work: () => Promise<Result>, said?: string | ((result: Result) => string)) => Promise<void> {
  const { message } = App.useApp();
  const failureText = useFailureText();
  const client = useQueryClient();
  return useCallback(
    async (work, said) => {
      try {
        const result = await work();
        await client.invalidateQueries();
        const text = typeof said === 'function' ? said(result) : said;
        if (text) void message.success(text);
      } catch (failure) {
        void message.error(failureText(failure));
      }
    },
    [client, failureText, message],
  );
}
