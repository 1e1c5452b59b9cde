/**
 * Reads the JSON body of a call: one flat object, as the signature rule demands. Numbers keep the text they were sent with, since that
 * text was signed; a nested value must travel as a JSON string.
 * @throws SyntaxError for anything else
 */
export function readFlatJson(text: string): Record<string, string | null> {
  JSON.parse(text);
  const token = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false)|(null)|([{}[\]:,]))/y;
  const next = (): RegExpExecArray => {
    const match = token.exec(text);
    if (!match) throw new SyntaxError('unreadable JSON');
    return match;
  };
  if (next()[5] !== '{') throw new SyntaxError('the body is not a JSON object');
  const params: Record<string, string | null> = {};
  for (let first = true; ; first = false) {
    let name = next();
    if (name[5] === '}') return params;
    if (!first) name = next();
    next();
    const [, string, number, flag, nothing] = next();
    if (string === undefined && number === undefined && flag === undefined && nothing === undefined) {
      throw new SyntaxError(`${name[1]} is not a plain value`);
    }
    params[JSON.parse(name[1] ?? '""') as string] = string !== undefined ? (JSON.parse(string) as string) : (number ?? flag ?? null);
  }
}
