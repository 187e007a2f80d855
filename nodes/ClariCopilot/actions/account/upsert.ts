import { upsertOperation } from '../../crm/operations';

export const { description, execute } = upsertOperation('account');
