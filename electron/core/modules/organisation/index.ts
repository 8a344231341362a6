/** The door of the organisation: the tree of units below the county, and what each account may see because of where it sits. */
export { organisationHandlers } from './handlers'
export { seat, seatOf, type Seat } from './units-of-accounts'
export { unitOfPlace, workplace, type Workplace } from './workplaces'
