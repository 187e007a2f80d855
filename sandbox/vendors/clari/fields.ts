/** What a field holds. Only the first two words are seen in real results; the CRM ones are ours (no file with them is known). */
export type FieldType = 'forecast' | 'quota' | 'crm_total' | 'crm_closed';

export interface ForecastField {
	fieldId: string;
	fieldName: string;
	fieldType: FieldType;
}

/** The fields of a forecast tab: the given calls, one quota, the CRM's total and its closed amount. */
export function forecastFields(calls: readonly string[]): ForecastField[] {
	return [
		...calls.map((fieldName): ForecastField => {
			const fieldId = `fc_${fieldName.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
			return { fieldId, fieldName, fieldType: 'forecast' };
		}),
		{ fieldId: 'fc_quota', fieldName: 'Quota', fieldType: 'quota' },
		{ fieldId: 'fc_crm_total', fieldName: 'CRM Total', fieldType: 'crm_total' },
		{ fieldId: 'fc_crm_closed', fieldName: 'CRM Closed', fieldType: 'crm_closed' },
	];
}
