import { texts } from './checkedBody';

const text = { type: 'string' } as const;
const date = { type: 'string', format: 'date-time' } as const;
const objects = (properties: object) => ({
	type: 'array',
	items: { type: 'object', additionalProperties: false, properties },
});
const custom_fields = objects({ key: text, value: text });

/**
 * Fields of the objects. The specification leaves it open whether others are refused; here they are, so that a client's
 * slip shows.
 */
export const CRM_FIELDS = {
	account: {
		crm_id: text,
		name: text,
		phones: texts,
		description: text,
		website: text,
		address: text,
		city: text,
		state: text,
		country: text,
		zip: text,
		custom_fields,
	},
	contact: {
		crm_id: text,
		account_crm_id: text,
		first_name: text,
		last_name: text,
		job_title: text,
		phones: texts,
		stage: text,
		reason: text,
		emails: texts,
		is_lead: { type: 'boolean' },
		custom_fields,
	},
	deal: {
		crm_id: text,
		owner_crm_id: text,
		deal_name: text,
		amount: text,
		close_date: date,
		created_date: date,
		last_contacted: date,
		next_call_date: date,
		stage: text,
		probability: text,
		forecast_category: text,
		account_crm_id: text,
		stage_change_history: objects({ stage: text, prev_stage: text, date_changed: date }),
		close_date_change_history: objects({
			close_date: date,
			prev_close_date: date,
			date_changed: date,
		}),
		custom_fields,
		deal_reason: text,
	},
} as const;

export type CrmKind = keyof typeof CRM_FIELDS;
