import type { CrmKind } from './crmKind';

/** How a field is typed in, and what becomes of it. */
type FieldForm = 'text' | 'list' | 'flag' | 'date' | 'day' | 'pairs' | 'json';

/** A field of an object as Copilot's OpenAPI file has it. */
export interface CrmField {
	/** Name of the parameter. */
	name: string;
	displayName: string;
	/** Name in requests and answers. */
	key: string;
	form: FieldForm;
	description: string;
}

const field = (
	key: string,
	displayName: string,
	form: FieldForm,
	description: string,
): CrmField => ({
	key,
	displayName,
	form,
	description,
	name: key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
});

const CUSTOM_FIELDS = field(
	'custom_fields',
	'Custom Fields',
	'pairs',
	'Further fields of your own, by key',
);

const ACCOUNT_CRM_ID = field(
	'account_crm_id',
	'Account CRM ID',
	'text',
	'ID of the account in your CRM',
);

/** What can be set besides the CRM ID, in alphabetical order. */
export const CRM_FIELDS: Record<CrmKind, CrmField[]> = {
	account: [
		field('address', 'Address', 'text', 'Full address'),
		field('city', 'City', 'text', 'City where the company is registered'),
		field('country', 'Country', 'text', 'Country of the company'),
		CUSTOM_FIELDS,
		field('description', 'Description', 'text', 'What the company is about'),
		field('name', 'Name', 'text', 'Name of the company'),
		field('phones', 'Phones', 'list', 'Phone numbers, separated by commas'),
		field('state', 'State', 'text', 'State where the company is registered'),
		field('website', 'Website', 'text', 'Address of the website'),
		field('zip', 'Zip', 'text', 'Zip code of the address'),
	],
	contact: [
		ACCOUNT_CRM_ID,
		CUSTOM_FIELDS,
		field('emails', 'Emails', 'list', 'Email addresses, separated by commas'),
		field('first_name', 'First Name', 'text', 'First name of the person'),
		field('is_lead', 'Is Lead', 'flag', 'Whether the person is still a lead'),
		field('job_title', 'Job Title', 'text', 'What the person does'),
		field('last_name', 'Last Name', 'text', 'Last name of the person'),
		field('phones', 'Phones', 'list', 'Phone numbers, separated by commas'),
		field('reason', 'Reason', 'text', 'Reason of the contact'),
		field('stage', 'Stage', 'text', 'Stage of the contact'),
	],
	deal: [
		ACCOUNT_CRM_ID,
		field('amount', 'Amount', 'text', 'Amount of the deal; Clari Copilot keeps it as text'),
		field('close_date', 'Close Date', 'day', 'Day on which the deal is to close'),
		field(
			'close_date_change_history',
			'Close Date Change History',
			'json',
			'List of objects with close_date, prev_close_date and date_changed',
		),
		field('created_date', 'Created Date', 'date', 'When the deal was made'),
		CUSTOM_FIELDS,
		field('deal_name', 'Deal Name', 'text', 'Name of the deal'),
		field('deal_reason', 'Deal Reason', 'text', 'Reason of the deal'),
		field('forecast_category', 'Forecast Category', 'text', 'Forecast category of the deal'),
		field('last_contacted', 'Last Contacted', 'date', 'When there was contact last'),
		field('next_call_date', 'Next Call Date', 'date', 'When the next call is'),
		field('owner_crm_id', 'Owner CRM ID', 'text', 'ID of the owner in your CRM'),
		field('probability', 'Probability', 'text', 'How likely it is; kept as text'),
		field('stage', 'Stage', 'text', 'Stage of the deal'),
		field(
			'stage_change_history',
			'Stage Change History',
			'json',
			'List of objects with stage, prev_stage and date_changed',
		),
	],
};
