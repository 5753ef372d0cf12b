package report

import (
	"strconv"
	"strings"

	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// Language is the language of a table's words.
type Language string

// The languages of pages and reports.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// Unit is what a value counts.
type Unit string

// The units.
const (
	Claims  Unit = "claims"
	Million Unit = "million_sek" // whole million kronor, half-up
	Percent Unit = "percent"     // whole per cent, half-up, from unrounded values
)

// Value is one cell of a table: the printed number, and what it was made from.
type Value struct {
	Unit  Unit
	Shown int64 // claims, whole million kronor, or per cent
	Blank bool  // nothing to show: "-"
	// Hidden: too few to show, or shown it would give such a number away: "..". Shown and
	// Exact are then 0.
	Hidden bool
	// The figure behind it, to open it: which definition, column and benefit.
	Figure  string
	Column  int
	Benefit benefit.Code
	Exact   int64 // claims, or öre
}

// Text is the value as printed, with a hard space between thousands.
func (v Value) Text() string {
	switch {
	case v.Hidden:
		return ".."
	case v.Blank:
		return "-"
	case v.Unit == Percent:
		return strconv.FormatInt(v.Shown, 10) + "%"
	}
	return money.Kronor(v.Shown).Kronor()
}

// Row is a line of a table.
type Row struct {
	Label  string
	Part   bool // a "varav" line under the one before
	Values []Value
}

// Table is a table as it is printed.
type Table struct {
	ID      string // "decided", "stock_count", "stock_amount", "referred", "identity_old", "identity_new"
	Title   string
	Note    string
	Corner  string
	Columns []string
	Rows    []Row
}

// text picks the language.
func (l Language) text(sv, en string) string {
	if l == English {
		return en
	}
	return sv
}

// heading is the period as the report prints it.
func (c Column) heading(l Language, flow bool) string {
	if c.Full {
		return c.Label()
	}
	label := strings.ReplaceAll(c.Label(), "-", " ")
	if flow {
		return l.text("Ack. t.o.m. ", "Acc. to ") + label
	}
	return label
}

// Tables lays out one part of the report: the four tables and, for the part over
// all benefits, the two that account for the change of the stock.
func (r *Recovery) Tables(p *Part, l Language) []Table {
	t := []Table{r.decidedTable(p, l), r.stockTable(p, l, Claims), r.stockTable(p, l, Million), r.referredTable(p, l)}
	if p.Benefit == benefit.None {
		t = append(t, r.identityTable(l, claim.Old), r.identityTable(l, claim.New))
	}
	return t
}

func (r *Recovery) corner(l Language) string {
	switch r.Choice["authority"] {
	case "pm":
		return "Pensionsmyndigheten"
	case "all":
		return l.text("Försäkringskassan och Pensionsmyndigheten", "Försäkringskassan and Pensionsmyndigheten")
	}
	return "Försäkringskassan"
}

func (r *Recovery) headings(l Language, flow bool) []string {
	var h []string
	for _, c := range r.Columns {
		h = append(h, c.heading(l, flow))
	}
	return h
}

func (r *Recovery) value(p *Part, figure string, column int, c indicator.Cell, u Unit) Value {
	v := Value{Unit: u, Figure: figure, Column: column, Benefit: p.Benefit, Shown: c.Count, Exact: c.Count}
	if r.hides(p, figure, column) {
		v.Hidden, v.Shown, v.Exact = true, 0, 0
	} else if u == Million {
		v.Shown, v.Exact = money.Millions(c.Amount), int64(c.Amount)
	}
	return v
}

func (r *Recovery) flowRows(p *Part, figure string, cells [3]indicator.Cell, counts, amounts string) []Row {
	rows := []Row{{Label: counts}, {Label: amounts}}
	for i, c := range cells {
		rows[0].Values = append(rows[0].Values, r.value(p, figure, i, c, Claims))
		rows[1].Values = append(rows[1].Values, r.value(p, figure, i, c, Million))
	}
	return rows
}

func (r *Recovery) decidedTable(p *Part, l Language) Table {
	return Table{ID: "decided", Corner: r.corner(l), Columns: r.headings(l, true),
		Title: l.text("Beslutade återkrav", "Repayment claims decided"),
		Note:  l.text("Inklusive krav efter bostadsbidragsavstämning.", "Claims from the housing allowance reconciliation included."),
		Rows:  r.flowRows(p, "decided", p.Decided, l.text("Antal krav", "Number of claims"), l.text("Belopp (Mnkr)", "Amount (MSEK)"))}
}

func (r *Recovery) referredTable(p *Part, l Language) Table {
	t := Table{ID: "referred", Corner: r.corner(l), Columns: r.headings(l, true),
		Title: l.text("Restföring hos Kronofogdemyndigheten – nya krav (efter lagändringen)", "Registered at the Enforcement Authority – new claims (after the change of law)"),
		Rows:  r.flowRows(p, "referred", p.Referred, l.text("Antal restförda krav", "Number of claims registered"), l.text("Restfört belopp (Mnkr)", "Amount registered (MSEK)"))}
	var recalled int64
	for _, c := range p.Returned {
		recalled += c.Count
	}
	told := money.Kronor(recalled).Kronor()
	if r.hidesAny(p, "returned") {
		told = ".."
	}
	t.Note = l.text("Varje restföring räknas. Återkallade krav i perioderna: ", "Every registration counts. Claims recalled in the periods: ") + told + "."
	return t
}

// stockRow is a line of the stock tables.
type stockRow struct {
	figure string
	cell   func(*StockColumn) (cell, of indicator.Cell)
}

var stockRows = []stockRow{
	{"old", func(s *StockColumn) (a, b indicator.Cell) { return s.Old, b }},
	{"old_at_kfm", func(s *StockColumn) (a, b indicator.Cell) { return s.OldAtKFM, s.Old }},
	{"old_near_limitation", func(s *StockColumn) (a, b indicator.Cell) { return s.OldNearLimitation, s.Old }},
	{"new", func(s *StockColumn) (a, b indicator.Cell) { return s.New, b }},
	{"new_not_served", func(s *StockColumn) (a, b indicator.Cell) { return s.NewNotServed, s.New }},
	{"new_near_limitation", func(s *StockColumn) (a, b indicator.Cell) { return s.NewNearLimitation, s.New }},
}

// stockTable has the values of the three dates, then the shares of the same dates.
func (r *Recovery) stockTable(p *Part, l Language, u Unit) Table {
	t := Table{ID: "stock_count", Corner: r.corner(l), Title: l.text("Fordringsstocken antal krav", "Stock, number of claims"),
		Note: l.text("Nära preskribering: gamla krav 9 år eller äldre, nya krav 4 år eller äldre, som saknar en indrivande åtgärd.",
			"Near limitation: old claims of 9 years or more, new claims of 4 years or more, without a collecting measure.")}
	if u == Million {
		t.ID, t.Title = "stock_amount", l.text("Fordringsstocken belopp (Mnkr)", "Stock, amount (MSEK)")
	}
	t.Columns = r.headings(l, false)
	for _, h := range r.headings(l, false) {
		t.Columns = append(t.Columns, l.text("Andel ", "Share ")+h)
	}
	for _, sr := range stockRows {
		f, _ := indicator.FigureByID(sr.figure)
		row := Row{Label: l.text(f.Sv, f.En), Part: f.Of == "old" || f.Of == "new"}
		var shares []Value
		for i := range p.Stock {
			cell, of := sr.cell(&p.Stock[i])
			v := r.value(p, sr.figure, i, cell, u)
			v.Blank = sr.figure == "new_near_limitation" && !r.NearLimitationPossible[i]
			row.Values = append(row.Values, v)
			shares = append(shares, share(v, r.value(p, sr.figure, i, of, u), row.Part))
		}
		row.Values = append(row.Values, shares...)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// share is the part in whole per cent of the unrounded values.
func share(part, whole Value, wanted bool) Value {
	v := part
	v.Unit = Percent
	percent, ok := money.Share(part.Exact, whole.Exact)
	if v.Hidden = wanted && !part.Blank && (part.Hidden || whole.Hidden); v.Hidden {
		percent, ok, v.Exact = 0, true, 0
	}
	v.Shown, v.Blank = percent, !wanted || !ok || part.Blank
	return v
}

// identityTable accounts for the change of the stock, cause by cause.
func (r *Recovery) identityTable(l Language, regime claim.Regime) Table {
	t := Table{ID: "identity_old", Title: l.text("Avstämning av stocken: gamla krav", "The stock accounted for: old claims"), Corner: l.text("Orsak", "Cause"),
		Note: l.text("Ingående stock plus varje orsak ska ge utgående stock. Skillnaden måste vara 0.", "Opening stock plus every cause must give closing stock. The difference must be 0.")}
	if regime == claim.New {
		t.ID, t.Title = "identity_new", l.text("Avstämning av stocken: nya krav", "The stock accounted for: new claims")
	}
	for _, h := range r.headings(l, true) {
		t.Columns = append(t.Columns, h+l.text(" antal", " number"), h+l.text(" Mnkr", " MSEK"))
	}
	used := map[claim.Kind]bool{}
	for _, id := range r.identities(regime) {
		for _, line := range id.Lines {
			used[line.Kind] = true
		}
	}
	add := func(label string, part bool, of func(indicator.Identity) indicator.Cell) {
		row := Row{Label: label, Part: part}
		for i, id := range r.identities(regime) {
			c := of(id)
			row.Values = append(row.Values, Value{Unit: Claims, Shown: c.Count, Exact: c.Count, Column: i},
				Value{Unit: Million, Shown: money.Millions(c.Amount), Exact: int64(c.Amount), Column: i})
		}
		t.Rows = append(t.Rows, row)
	}
	if r.hidesAccount(regime) {
		t.Note = l.text("Avstämningen visas inte: den skulle röja tal som är dolda.", "The account is not shown: it would give hidden numbers away.")
		return t
	}
	add(l.text("Ingående stock", "Opening stock"), false, func(id indicator.Identity) indicator.Cell { return id.Opening })
	for _, k := range claim.Kinds() {
		if used[k] {
			add(KindText(k, l), true, func(id indicator.Identity) indicator.Cell { return id.Cause(k) })
		}
	}
	add(l.text("Utgående stock", "Closing stock"), false, func(id indicator.Identity) indicator.Cell { return id.Closing })
	add(l.text("Skillnad", "Difference"), false, func(id indicator.Identity) indicator.Cell { return id.Difference })
	return t
}

func (r *Recovery) identities(regime claim.Regime) []indicator.Identity {
	var ids []indicator.Identity
	for _, s := range r.Total.Stock {
		if regime == claim.Old {
			ids = append(ids, s.OldByCause)
		} else {
			ids = append(ids, s.NewByCause)
		}
	}
	return ids
}
