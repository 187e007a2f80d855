import type { INodeProperties } from 'n8n-workflow';

export const TIME_ZONE: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description: 'Whose days and clock are meant. The one of the workflow when empty.',
};
