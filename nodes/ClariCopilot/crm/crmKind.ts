/** Objects that Copilot keeps for customers without a native link to their CRM. */
export type CrmKind = 'account' | 'contact' | 'deal';

/** One of them as Copilot has it. Its endpoints ask for `crm_id`, the ID in the CRM; `id` is Copilot's own. */
export type CrmObject = Record<string, unknown>;
