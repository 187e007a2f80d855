import type { Quarter, Week } from './calendar';
import type { ForecastField } from './fields';
import { inventFigures, type FieldFigures } from './figures';
import type { Member } from './hierarchy';
import type { Shown } from './rollUp';
import { Timeline } from './timeline';

/** What people entered and what the CRM counted, by member, quarter, field and week. Invented when first looked at. */
export class Ledger {
	private readonly books = new Map<Quarter, Map<Member, Map<ForecastField, FieldFigures>>>();

	constructor(
		private readonly seed: string,
		private readonly fields: readonly ForecastField[],
		private readonly foundedAt: Date,
	) {}

	/** What stands in the member's own row. Roll-ups are not kept here: a manager has nothing but overrides. */
	read(member: Member, quarter: Quarter, week: Week, field: ForecastField): Shown {
		const figures = this.figures(member, quarter, field);
		const own = figures.own.at(week.index);
		const adjusted = figures.adjusted.at(week.index);
		const standing = adjusted && adjusted.value !== null ? adjusted : undefined;
		return {
			member,
			fieldId: field.fieldId,
			value: own?.value ?? null,
			isUpdated: own !== undefined && own.updated && own.weekIndex === week.index,
			updatedBy: own?.by ?? null,
			updatedOn: own?.on ?? null,
			adjustment: standing?.value ?? null,
			adjustedBy: standing?.by ?? null,
			adjustedOn: standing?.on ?? null,
			isAdjusted: standing?.weekIndex === week.index,
		};
	}

	/** The timelines behind one field of one member, to be entered into. */
	figures(member: Member, quarter: Quarter, field: ForecastField): FieldFigures {
		let book = this.books.get(quarter);
		if (!book) this.books.set(quarter, (book = new Map()));
		let page = book.get(member);
		if (!page) {
			page = this.hasPast(member) ? this.invent(member, quarter) : new Map();
			book.set(member, page);
		}
		let figures = page.get(field);
		if (!figures) {
			figures = { own: new Timeline(), adjusted: new Timeline() };
			page.set(field, figures);
		}
		return figures;
	}

	private hasPast(member: Member): boolean {
		return member.kind === 'rep' && member.joinedWeek === undefined;
	}

	private invent(member: Member, quarter: Quarter): Map<ForecastField, FieldFigures> {
		const begun = quarter.weeks.filter(({ startDate }) => Date.parse(startDate) <= +this.foundedAt);
		// The first week of the coming quarter may have begun already; nobody has forecast in that quarter yet.
		const isAhead = Date.parse(quarter.startDate) > +this.foundedAt;
		return inventFigures(
			this.seed,
			member,
			quarter,
			this.fields,
			isAhead ? -1 : begun.length - 1,
			+this.foundedAt,
		);
	}
}
