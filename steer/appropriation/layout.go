package appropriation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/law/money"
	"balans/steer/report"
)

// headed is the label and name of a row over items.
func (h *Head) headed(l report.Language) (label, name string) {
	if h.Rank == WholeRank {
		return word(l, "Summa", "Total"), ""
	}
	return h.Label(), h.Name
}

func columnsOf(l report.Language, words ...[3]string) (all []TableColumn) {
	for _, w := range words {
		all = append(all, TableColumn{w[0], word(l, w[1], w[2])})
	}
	return all
}

// Tables lays out the account of appropriations: the nine columns, what editions changed,
// and what is in no sum.
func (s *Statement) Tables(l report.Language) []Table {
	t := Table{ID: "account", Notes: s.Notes(l),
		Title: fmt.Sprintf(word(l, "Anslagsredovisning %d till och med %s, enligt utgåva %s", "Account of appropriations %d to %s, by edition %s"), s.Year, s.To, s.Edition),
		Columns: columnsOf(l, [3]string{"opening", "Ingående (2)", "Opening (2)"}, [3]string{"allotted", "Tilldelat (3)", "Allotted (3)"},
			[3]string{"reallocated", "Omdisponerat (4)", "Reallocated (4)"}, [3]string{"exceeded", "Överskridande (5)", "Exceeded (5)"},
			[3]string{"withdrawn", "Indragning (6)", "Withdrawn (6)"}, [3]string{"total", "Totalt disponibelt", "Total disposable"},
			[3]string{"outgoings", "Utgifter (7)", "Outgoings (7)"}, [3]string{"income", "Inkomster (8)", "Income (8)"}, [3]string{"closing", "Utgående (9)", "Closing (9)"})}
	changes := Table{ID: "changes", Title: word(l, "Ändrad tilldelning", "Changed amounts"), Columns: columnsOf(l, [3]string{"edition", "Utgåva", "Edition"},
		[3]string{"from", "Från", "From"}, [3]string{"allotted", "Tilldelat", "Allotted"}, [3]string{"line", "Rad", "Line"})}
	for i := range s.Rows {
		r := &s.Rows[i]
		label, name := r.headed(l)
		t.Rows = append(t.Rows, TableRow{label, name, r.Rank, figures(r.Opening, r.Allotted, r.Reallocated, r.Exceeded, r.Withdrawn, r.Total, r.Outgoings, r.Income, r.Closing)})
		for _, a := range r.Allotments {
			changes.Rows = append(changes.Rows, TableRow{label, name, WholeRank, []Cell{text(a.Edition), text(a.From.String()), {Figure: a.Amount}, text(strconv.Itoa(a.Line))}})
		}
	}
	tables := append([]Table{t}, s.lapseTable(l)...)
	if len(changes.Rows) > 0 {
		tables = append(tables, changes)
	}
	if len(s.Others) > 0 {
		o := Table{ID: "others", Title: word(l, "Disponeras av andra myndigheter, ingår inte i summorna", "Disposed of by other agencies, in no sum"),
			Columns: columnsOf(l, [3]string{"disposer", "Disponeras av", "Disposer"}, [3]string{"allotted", "Tilldelat", "Allotted"})}
		for _, i := range s.Others {
			o.Rows = append(o.Rows, TableRow{i.Label(), i.Name, WholeRank, []Cell{text(i.Disposer), {Figure: i.Allotted}}})
		}
		tables = append(tables, o)
	}
	return append(tables, leftOutTable(s.LeftOut, l)...)
}

// Notes is what a reader of the account must know.
func (s *Statement) Notes(l report.Language) (notes []string) {
	if !s.Ended {
		notes = append(notes, fmt.Sprintf(word(l, "Tiden till och med %s har inte gått till ända; redovisningen är vad som var känt %s.",
			"The time to %s has not ended; the account is what was known %s."), s.To, s.KnownAt.Date()))
	}
	for _, e := range s.Late {
		notes = append(notes, lateText(e, s.Year, l))
	}
	if s.WithoutOpening > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "Ingående överföringsbelopp är inte bokfört för %d poster och räknas som noll.",
			"No opening amount is booked for %d items; it is counted as zero."), s.WithoutOpening))
	}
	if s.Unknown > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "För %d poster framgår tilldelning eller indragning inte av utgåva %s; summor med dem är okända.",
			"What %d items are allotted, or what is withdrawn of them, is not known from edition %s; sums with them are unknown."), s.Unknown, s.Edition))
	}
	lapsing, unread := s.lapses()
	if len(lapsing) > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "I kolumn 6 ingår %s kronor som följer av 7 § anslagsförordningen: sparande som inte får disponeras (antal poster: %d).",
			"Column 6 holds %s kronor that follow from 7 § anslagsförordningen: savings that may not be disposed of (items: %d)."), s.Rows[0].Lapses.Amount.Kronor(), len(lapsing)))
	}
	if len(unread) > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "Vad som får behållas av sparandet är inte känt, och därför inte heller kolumn 6: %s.",
			"What may be kept of the saving is not known, and so column 6 is not: %s."), someOf(unread, l)))
	}
	if len(s.Openings) > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "Ingående belopp som inte är vad %d slutar med, utan angivet skäl: %s.",
			"Openings that are not what %d closes with, with no reason given: %s."), s.Year-1, openingsText(s.Openings, l)))
	}
	if len(s.Passed) > 0 {
		notes = append(notes, fmt.Sprintf(word(l, "Överskridet utan angivet skäl: %s. Bedöms anslaget inte räcka ska regeringen informeras (9 § anslagsförordningen).",
			"Passed with no reason given: %s. When the appropriation is thought not to last the government is to be informed (9 § anslagsförordningen)."), passedText(s.Passed, l)))
	}
	return notes
}

// lapses lists the items of whose saving something lapses, and names those of which it is
// not known.
func (s *Statement) lapses() (rows []*AccountRow, unread []string) {
	for i := range s.Rows {
		switch r := &s.Rows[i]; {
		case r.Rank != ItemRank:
		case !r.Lapses.Known:
			unread = append(unread, r.Label())
		case r.Lapses.Amount != 0:
			rows = append(rows, r)
		}
	}
	return rows, unread
}

// lapseTable is what lapses of each saving and by which terms; none when nothing does.
func (s *Statement) lapseTable(l report.Language) []Table {
	rows, _ := s.lapses()
	if len(rows) == 0 {
		return nil
	}
	t := Table{ID: "lapses", Title: word(l, "Sparande som dras in enligt 7 § anslagsförordningen, ingår i kolumn 6", "Savings that lapse by 7 § anslagsförordningen, part of column 6"),
		Columns: columnsOf(l, [3]string{"opening", "Ingående (2)", "Opening (2)"}, [3]string{"keeps", "Behålls", "Kept"}, [3]string{"lapses", "Dras in", "Lapses"},
			[3]string{"terms", "Villkor", "Terms"}, [3]string{"line", "Rad", "Line"})}
	for _, r := range rows {
		t.Rows = append(t.Rows, TableRow{r.Label(), r.Name, WholeRank, []Cell{{Figure: r.Opening}, {Figure: r.Keeps.Amount}, {Figure: r.Lapses}, text(r.Keeps.Says(l)), text(lineText(r.Keeps.Line))}})
	}
	return []Table{t}
}

// openingsText names openings that differ, each with both figures.
func openingsText(all []OpeningDifference, l report.Language) string {
	var named []string
	for _, d := range all {
		name, opening, closing := string(d.Account), word(l, "inte bokfört", "none booked"), word(l, "okänt", "not known")
		if d.Purpose != "" {
			name += " " + d.Purpose
		}
		if d.Booked {
			opening = d.Opening.Kronor()
		}
		if d.Closing.Known {
			closing = d.Closing.Amount.Kronor()
		}
		named = append(named, fmt.Sprintf(word(l, "%s (ingående %s, utgående %s)", "%s (opening %s, closing %s)"), name, opening, closing))
	}
	return someOf(named, l)
}

// passedText names limits that are passed, each with what is used and the limit.
func passedText(all []Limit, l report.Language) string {
	var named []string
	for i := range all {
		named = append(named, fmt.Sprintf(word(l, "%s (%s av %s)", "%s (%s of %s)"), all[i].ID, max(all[i].Used, all[i].Peak).Kronor(), all[i].Amount.Amount.Kronor()))
	}
	return someOf(named, l)
}

// mostNamed is how many accounts or limits a sentence names.
const mostNamed = 5

// someOf names the first of a list and says how many more there are.
func someOf(named []string, l report.Language) string {
	if len(named) <= mostNamed {
		return strings.Join(named, "; ")
	}
	return fmt.Sprintf(word(l, "%s; och %d till", "%s; and %d more"), strings.Join(named[:mostNamed], "; "), len(named)-mostNamed)
}

// lateText says from when an edition counts that was confirmed when its days were closed.
func lateText(e LateEdition, number int, l report.Language) string {
	if e.Counted.Year() > number {
		return fmt.Sprintf(word(l, "Utgåva %s gäller från %s men bekräftades när året var stängt; den räknas inte i någon månad.",
			"Edition %s applies from %s but was confirmed when the year was closed; it counts in no month."), e.Edition, e.From)
	}
	return fmt.Sprintf(word(l, "Utgåva %s gäller från %s men bekräftades när månader efter den dagen var stängda; den räknas från %s, den första öppna dagen.",
		"Edition %s applies from %s but was confirmed when months after that day were closed; it counts from %s, the first open day."), e.Edition, e.From, e.Counted)
}

// leftOutTable is the flows that are in no figure; none when there are none.
func leftOutTable(all []LeftOut, l report.Language) []Table {
	if len(all) == 0 {
		return nil
	}
	t := Table{ID: "left_out", Title: word(l, "Pengar som inte ingår i någon post", "Money that is in no item"), Columns: columnsOf(l,
		[3]string{"kind", "Slag", "Kind"}, [3]string{"amount", "Belopp", "Amount"}, [3]string{"count", "Antal", "Count"}, [3]string{"reason", "Skäl", "Reason"})}
	for _, o := range all {
		t.Rows = append(t.Rows, TableRow{o.Source, o.Ref, WholeRank, []Cell{text(string(o.Kind)), {Figure: known(o.Amount)}, text(strconv.FormatInt(o.Count, 10)), text(o.Reason)}})
	}
	return []Table{t}
}

// Tables lays out the monthly outcome.
func (o *Outcome) Tables(l report.Language) []Table {
	name := monthName(o.Month, l)
	now, before := strconv.Itoa(o.Year), strconv.Itoa(o.Year-1)
	t := Table{ID: "outcome", Title: fmt.Sprintf(word(l, "Utfall %s %d", "Outcome of %s %d"), name, o.Year),
		Columns: columnsOf(l, [3]string{"month", name + " " + now, name + " " + now}, [3]string{"month_before", name + " " + before, name + " " + before},
			[3]string{"month_change", "Förändring", "Change"}, [3]string{"to_date", "Jan–" + name + " " + now, "Jan–" + name + " " + now},
			[3]string{"to_date_before", "Jan–" + name + " " + before, "Jan–" + name + " " + before}, [3]string{"to_date_change", "Förändring", "Change"},
			[3]string{"budget", "Tilldelat " + now, "Allotted " + now})}
	if !o.Closed {
		t.Notes = append(t.Notes, word(l, "Månaden är inte stängd; utfallet kan ändras.", "The month is not closed; the outcome may change."))
	}
	if o.BeforeFrom != "" {
		t.Notes = append(t.Notes, fmt.Sprintf(word(l, "Året före är publicerade siffror ur %s.", "The year before is published figures from %s."), o.BeforeFrom))
	}
	for i := range o.Rows {
		r := &o.Rows[i]
		label, name := r.headed(l)
		t.Rows = append(t.Rows, TableRow{label, name, r.Rank, figures(r.Month, r.MonthBefore, r.MonthChange, r.ToDate, r.ToDateBefore, r.ToDateChange, r.Budget)})
	}
	return append([]Table{t}, leftOutTable(o.LeftOut, l)...)
}

var monthNames = [12]string{"jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec"}

func monthName(m int, l report.Language) string {
	return word(l, monthNames[m-1], time.Month(m).String()[:3])
}

// Tables lays out the carry-over.
func (c *CarryOver) Tables(l report.Language) []Table {
	t := Table{ID: "carry_over", Notes: c.Notes(l), Title: fmt.Sprintf(word(l, "Överföring från %d", "Carry-over from %d"), c.Year),
		Columns: columnsOf(l, [3]string{"closing", "Utgående", "Closing"}, [3]string{"terms", "Villkor", "Terms"}, [3]string{"keeps", "Behålls", "Kept"},
			[3]string{"lapses", "Dras in", "Lapses"}, [3]string{"credit", "Kredit", "Credit"}, [3]string{"credit_used", "Utnyttjad", "Used"}, [3]string{"credit_left", "Kvar", "Left"})}
	for i := range c.Rows {
		r := &c.Rows[i]
		label, name := r.headed(l)
		t.Rows = append(t.Rows, TableRow{label, name, r.Rank, []Cell{{Figure: r.Closing}, text(r.Terms), {Figure: r.Keeps}, {Figure: r.Lapses}, {Figure: r.Credit}, {Figure: r.CreditUsed}, {Figure: r.CreditLeft}}})
	}
	return []Table{t}
}

// Notes is what a reader of the carry-over must know.
func (c *CarryOver) Notes(l report.Language) (notes []string) {
	if !c.Ended {
		notes = append(notes, fmt.Sprintf(word(l, "%d har inte gått till ända: det är vad som skulle överföras om inget mer hände efter det som var känt %s.",
			"%d has not ended: this is what would be carried over if nothing more happened after what was known %s."), c.Year, c.KnownAt.Date()))
	}
	notes = append(notes, fmt.Sprintf(word(l, "Utgående är med det som dras in; det förs bort i kolumn 6 för %d (7 § anslagsförordningen).",
		"Closing is with what lapses; that is carried off in column 6 of %d (7 § anslagsförordningen)."), c.Year+1))
	if !c.Next {
		notes = append(notes, fmt.Sprintf(word(l, "Regleringsbrevet för %d är inte känt; vad som får behållas följer utgåva %s.",
			"The letter for %d is not known; what may be kept is by edition %s."), c.Year+1, c.Edition))
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; r.CreditAboveShare {
			notes = append(notes, fmt.Sprintf(word(l, "%s: krediten är högre än den andel av anslaget som får beviljas.",
				"%s: the credit is above the share of the appropriation that may be granted."), r.Label()))
		}
	}
	return notes
}

// The words of levels in Swedish.
var levelWords = map[Level]string{Unknown: "okänd", OK: "inom", Warns: "nära", AtLimit: "fullt utnyttjad", Over: "överskriden"}

// LevelText is the level in a language.
func LevelText(v Level, l report.Language) string { return word(l, levelWords[v], string(v)) }

// limitNotes says how what may be disposed hangs together with the account.
func limitNotes(all []Limit, l report.Language) []string {
	if !slices.ContainsFunc(all, func(o Limit) bool { return o.Kind == Disposable }) {
		return nil
	}
	return []string{word(l, "Disponibelt är totalt disponibelt i anslagsredovisningen med kredit och medgivet överskridande, utan det som står i kolumn 5 (6 § anslagsförordningen).",
		"Disposable is the total of the account with credit and permitted excess, without what stands in column 5 (6 § anslagsförordningen).")}
}

// LimitTable lays out limits; with parts, what each amount is made of stands under it.
func LimitTable(all []Limit, parts bool, l report.Language) Table {
	t := Table{ID: "limits", Notes: limitNotes(all, l), Title: word(l, "Ramar och villkor", "Limits"), Columns: columnsOf(l, [3]string{"amount", "Belopp", "Amount"}, [3]string{"used", "Använt", "Used"},
		[3]string{"left", "Kvar", "Left"}, [3]string{"level", "Läge", "Level"}, [3]string{"line", "Rad", "Line"}, [3]string{"law", "Grund", "Rests on"})}
	for i := range all {
		o := &all[i]
		t.Rows = append(t.Rows, TableRow{string(o.ID), "", WholeRank, []Cell{{Figure: o.Amount}, {Figure: known(o.Used)}, {Figure: o.Left},
			text(LevelText(o.Level, l)), text(lineText(o.Line)), text(o.Law)}})
		for _, p := range o.Parts {
			if parts && len(o.Parts) > 1 {
				t.Rows = append(t.Rows, TableRow{PartText(p.What, l), p.Says(l), ItemRank, []Cell{{Figure: p.Amount}, text(""), text(""), text(""), text(lineText(p.Line)), text("")}})
			}
		}
	}
	return t
}

// Says is what a saving that may be kept rests on; empty for other parts.
func (p *Part) Says(l report.Language) string {
	switch {
	case p.What != "saving":
		return ""
	case !p.Amount.Known:
		return fmt.Sprintf(word(l, "vad som får behållas är inte känt: %q", "what may be kept is not known: %q"), p.Note)
	case p.BaseYear != 0:
		return fmt.Sprintf(word(l, "%s av tilldelningen för %d", "%s of what is allotted for %d"), p.Note, p.BaseYear)
	}
	return p.Note
}

func lineText(line int) string {
	if line == 0 {
		return ""
	}
	return strconv.Itoa(line)
}

// PartText names a part of a limit in a language.
func PartText(what string, l report.Language) string {
	return word(l, partNames[what][0], partNames[what][1])
}

// Tables lays out the interest account and its plan.
func (s *InterestStatement) Tables(l report.Language) []Table {
	account := Table{ID: "interest_account", Title: fmt.Sprintf(word(l, "Räntekonto %d till och med %s", "Interest account %d to %s"), s.Year, s.To),
		Columns: columnsOf(l, [3]string{"amount", "Belopp", "Amount"})}
	for _, r := range []struct {
		sv, en string
		amount money.Amount
	}{{"Ingående", "Opening", s.Opening}, {"Insatt", "Transferred in", s.In}, {"Utbetalt", "Paid out", -s.Out}, {"Ränta", "Interest", s.Interest}, {"Utgående", "Closing", s.Closing}} {
		account.Rows = append(account.Rows, TableRow{Label: word(l, r.sv, r.en), Cells: figures(known(r.amount))})
	}
	plan := Table{ID: "plan", Title: word(l, "Utbetalningsplan", "Payment plan"), Columns: columnsOf(l, [3]string{"planned", "Enligt plan", "Planned"},
		[3]string{"received", "Insatt", "Received"}, [3]string{"difference", "Skillnad", "Difference"}, [3]string{"note", "Anmärkning", "Note"})}
	for _, r := range s.Plan {
		note := ""
		if !r.BankDay {
			note = fmt.Sprintf(word(l, "ingen bankdag; nästa är %s", "no bank day; the next is %s"), r.PaidOn)
		}
		plan.Rows = append(plan.Rows, TableRow{Label: r.Date.String(), Cells: []Cell{{Figure: r.Planned}, {Figure: known(r.Received)}, {Figure: r.Difference}, text(note)}})
	}
	return []Table{account, plan, LimitTable([]Limit{s.Credit}, false, l)}
}

// Tables lays out the fee-based activities.
func (s *FeeStatement) Tables(l report.Language) []Table {
	t := Table{ID: "fees", Title: fmt.Sprintf(word(l, "Avgiftsbelagd verksamhet %d till och med %s", "Fee-based activities %d to %s"), s.Year, s.To),
		Columns: columnsOf(l, [3]string{"opening", "Ackumulerat före", "Accumulated before"}, [3]string{"income", "Intäkter", "Income"}, [3]string{"budget_income", "Budget", "Budget"},
			[3]string{"cost", "Kostnader", "Costs"}, [3]string{"budget_cost", "Budget", "Budget"}, [3]string{"result", "Resultat", "Result"}, [3]string{"budget_result", "Budget", "Budget"},
			[3]string{"accumulated", "Ackumulerat", "Accumulated"}, [3]string{"budget_accumulated", "Budget", "Budget"})}
	add := func(r *FeeRow, label string, rank Rank) {
		t.Rows = append(t.Rows, TableRow{label, "", rank, figures(known(r.Opening), known(r.Income), r.BudgetIncome, known(r.Cost), r.BudgetCost,
			known(r.Result), r.BudgetResult, known(r.Accumulated), r.BudgetAccumulated)})
	}
	for i := range s.Rows {
		add(&s.Rows[i], s.Rows[i].Activity, AreaRank)
	}
	add(&s.Total, word(l, "Summa", "Total"), WholeRank)
	return []Table{t}
}

// AuthorisationTables lays out the authorisations and what falls due by year.
func AuthorisationTables(rows []AuthorisationRow, l report.Language) []Table {
	t := Table{ID: "authorisations", Title: word(l, "Beställningsbemyndiganden", "Authorisations"), Columns: columnsOf(l, [3]string{"frame", "Ram", "Frame"},
		[3]string{"opening", "Ingående", "Opening"}, [3]string{"committed", "Nya", "Committed"}, [3]string{"fulfilled", "Infriade", "Fulfilled"},
		[3]string{"lapsed", "Övriga förändringar", "Lapsed"}, [3]string{"outstanding", "Utestående", "Outstanding"})}
	due := Table{ID: "due", Title: word(l, "Utestående åtaganden per år", "Outstanding commitments by year"),
		Columns: columnsOf(l, [3]string{"outstanding", "Utestående", "Outstanding"}, [3]string{"indicative", "Enligt regleringsbrevet (indikativt)", "By the letter (indicative)"})}
	for _, r := range rows {
		t.Rows = append(t.Rows, TableRow{string(r.Item), r.Name, AreaRank, figures(r.Frame.Amount, known(r.Opening), known(r.Committed), known(r.Fulfilled), known(r.Lapsed), known(r.Outstanding))})
		for _, y := range r.Years {
			label := strconv.Itoa(y.Year)
			if y.Onwards {
				label += "–"
			}
			due.Rows = append(due.Rows, TableRow{string(r.Item), label, AreaRank, figures(known(y.Outstanding), y.Indicative)})
		}
	}
	return []Table{t, due}
}

// DebtTable lays out loans and account credits.
func DebtTable(rows []DebtRow, l report.Language) Table {
	t := Table{ID: "debts", Title: word(l, "Lån och krediter", "Loans and credits"), Columns: columnsOf(l, [3]string{"frame", "Ram", "Frame"}, [3]string{"opening", "Ingående", "Opening"},
		[3]string{"drawn", "Upptaget", "Drawn"}, [3]string{"repaid", "Återbetalt", "Repaid"}, [3]string{"closing", "Utgående", "Closing"})}
	for _, r := range rows {
		t.Rows = append(t.Rows, TableRow{string(r.Account), "", AreaRank, figures(r.Frame.Amount, known(r.Opening), known(r.Drawn), known(r.Repaid), known(r.Closing))})
	}
	return t
}
