/** What every side is asked: a list of 50 people, each with department and manager. */
export const QUERY = `query People($first: Int) {
  people(first: $first) {
    nodes { id employeeNumber name email title department { id code name } manager { id employeeNumber name } }
    pageInfo { hasNextPage endCursor }
  }
}`;
export const VARIABLES = { first: 50 };
export const BODY = JSON.stringify({ query: QUERY, variables: VARIABLES });
