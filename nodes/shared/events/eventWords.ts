/**
 * The words of an event's name, joined by dots, so that names can be compared whatever their case and separators:
 * `Table Row Created`, `table_row_created` and `tableRowCreated` are `table.row.created`.
 */
export function eventWords(name: string): string {
	return name
		.replace(/([a-z])([A-Z])/g, '$1.$2')
		.toLowerCase()
		.split(/[\s_:./()-]+/)
		.filter((word) => word !== '')
		.join('.');
}
