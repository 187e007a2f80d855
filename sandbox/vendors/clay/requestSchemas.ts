// What Clay's OpenAPI file accepts as bodies of its public API, by hand; keys that it does not name are refused there, too.

const text = { type: 'string', minLength: 1 } as const;
const anyObject = { type: 'object' } as const;

export const RUN_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['items'],
	properties: {
		items: {
			type: 'array',
			minItems: 1,
			maxItems: 100,
			items: {
				type: 'object',
				additionalProperties: false,
				required: ['id', 'inputs'],
				properties: { id: { ...text, maxLength: 64 }, inputs: anyObject },
			},
		},
		webhook_id: { ...text, maxLength: 64 },
	},
} as const;

export const FILTERS_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['source_type', 'filters'],
	properties: {
		source_type: { type: 'string', enum: ['people', 'companies'] },
		filters: anyObject,
	},
} as const;

export const QUERY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['query'],
	properties: { query: text },
} as const;

export const SEARCH_RUN_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	properties: { limit: { type: 'integer', minimum: 1, maximum: 500 } },
} as const;

const path = { type: 'array', minItems: 1, maxItems: 5, items: text } as const;

const filter = { $ref: '#/definitions/filter' } as const;

const filters = { type: 'array', minItems: 1, maxItems: 10, items: filter } as const;

const filterDefinition = {
	anyOf: [
		{
			type: 'object',
			additionalProperties: false,
			required: ['field', 'op'],
			properties: {
				field: text,
				op: {
					type: 'string',
					enum: [
						...['=', '!=', '>', '>=', '<', '<=', 'contains', 'not_contains', 'starts_with'],
						...['ends_with', 'in', 'not_in', 'is_empty', 'is_not_empty'],
					],
				},
				path,
				value: {
					anyOf: [
						{ type: 'string' },
						{ type: 'number' },
						{ type: 'boolean' },
						{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
					],
				},
			},
		},
		...['and', 'or'].map((word) => ({
			type: 'object',
			additionalProperties: false,
			required: [word],
			properties: { [word]: filters },
		})),
		{
			type: 'object',
			additionalProperties: false,
			required: ['not'],
			properties: { not: filter },
		},
	],
};

const listOf = (items: object, maxItems: number) => ({ type: 'array', maxItems, items });

export const TABLE_QUERY_SCHEMA = {
	definitions: { filter: filterDefinition },
	type: 'object',
	additionalProperties: false,
	required: ['query'],
	properties: {
		cursor: { type: 'string' },
		limit: { type: 'integer', minimum: 1, maximum: 100 },
		query: {
			type: 'object',
			additionalProperties: false,
			required: ['tables'],
			properties: {
				field_mode: { type: 'string', enum: ['names', 'ids'] },
				filter,
				group_by: listOf(text, 5),
				join: listOf(anyObject, 4),
				order_by: listOf(
					{
						type: 'object',
						additionalProperties: false,
						required: ['field'],
						properties: { field: text, direction: { type: 'string', enum: ['asc', 'desc'] } },
					},
					3,
				),
				select: listOf(
					{
						anyOf: [
							{
								type: 'object',
								additionalProperties: false,
								required: ['field'],
								properties: {
									field: text,
									as: { type: 'string' },
									table: { type: 'string' },
									path,
								},
							},
							{
								type: 'object',
								additionalProperties: false,
								required: ['fn', 'field', 'as'],
								properties: {
									fn: { type: 'string', enum: ['count', 'sum', 'avg', 'max', 'min'] },
									field: text,
									as: text,
									path,
								},
							},
						],
					},
					20,
				),
				tables: {
					type: 'array',
					minItems: 1,
					maxItems: 5,
					items: {
						type: 'object',
						additionalProperties: false,
						required: ['id'],
						properties: { id: text, alias: { type: 'string' } },
					},
				},
			},
		},
	},
};
