import { getOperation } from '../../crm/operations';

export const { description, execute } = getOperation('deal');
