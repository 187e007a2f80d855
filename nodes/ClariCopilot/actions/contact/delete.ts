import { deleteOperation } from '../../crm/operations';

export const { description, execute } = deleteOperation('contact');
