/** A list for a notice in the panel: n8n shows lists and links there, and drops every other tag (2.41). */
export function noticeList(...entries: string[]): string {
	return `<ul>${entries.map((entry) => `<li>${entry}</li>`).join('')}</ul>`;
}
