import { updateOperation } from '../../crm/operations';

export const { description, execute } = updateOperation('contact');
