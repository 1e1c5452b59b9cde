/** Key of a request's loader of people by id, `reader.peopleById`; rooms above share it. */
export const PEOPLE_LOADER = Symbol('people by id');
/** Key of a request's loader of departments as they are today by id, `reader.departmentsById`. */
export const DEPARTMENTS_LOADER = Symbol('departments by id, today');
/** Key of a request's loader of cost centres by id, `reader.costCentresById`. */
export const COST_CENTRES_LOADER = Symbol('cost centres by id');
/** Key of a request's loader of legal entities by id, of the company's reader. */
export const LEGAL_ENTITIES_LOADER = Symbol('legal entities by id');
