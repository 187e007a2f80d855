import { createOperation } from '../../crm/operations';

export const { description, execute } = createOperation('account');
