// Which skipped tests CI lets pass: `.ci/allowed-skips.txt`.

/**
 * Reads the list: one name a line, `<project>: <full name of the test>`, with `*` for any text; behind ` # ` stands why. Empty lines and lines that begin with
 * `#` say nothing.
 * @param {string} text
 * @returns {(name: string) => boolean} whether a test of this name may be skipped
 */
export function allowedSkips(text) {
  const patterns = text
    .split('\n')
    .map((line) => line.split(' # ')[0].trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => new RegExp(`^${line.split('*').map(escaped).join('.*')}$`, 's'));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

const escaped = (text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
