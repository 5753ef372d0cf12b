package staff

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/steer/indicator"
	"balans/steer/report"
)

// reportAsked is what a report is asked for.
type reportAsked struct {
	asOf      calendar.Date
	known     known
	choice    indicator.Choice
	byBenefit bool
}

func (c *call) reportAsked(f *facts) reportAsked {
	a := c.asked
	q := reportAsked{known: f.knownNow(a.known()), choice: a.choice()}
	q.asOf = a.day("as_of", lastMonthEnd(f.lastFact(), a.today(), q.known.at.Date()))
	q.byBenefit = a.oneOf("by", "total", "benefit") == "benefit"
	return q
}

// pairs are the report's parameters for an address. The instant is always
// written out, so that a download shows the same facts as the page it was on.
func (q reportAsked) pairs() []string {
	by := ""
	if q.byBenefit {
		by = "benefit"
	}
	return append([]string{"as_of", q.asOf.String(), "known_at", knownParam(q.known.at), "by", by}, choicePairs(q.choice)...)
}

type reportView struct {
	page
	AsOf, Known  field
	By           choiceField
	Readings     []reading
	Deviating    int // readings that are not the default
	OpenReadings bool
	Interrupted  []string

	Ready      bool // the figures stand below; false when something asked for was wrong
	AsOfText   string
	KnownText  string
	Ahead      bool // the date lies after what was known
	Balanced   bool
	Tables     []tableView
	Identities []tableView
	Benefits   []benefitTable
	Chart      *chartView
	SeriesHref string
	Downloads  []downloadLink
}

type downloadLink struct{ Href, Text string }

// tableView is a table of the report with its numbers as links.
type tableView struct {
	ID, Title, Note, Corner string
	Columns                 []string
	Rows                    []rowView
}

type rowView struct {
	Label string
	Part  bool
	Class string
	Cells []cellView
}

// cellView is a number: what is shown, what it opens, and what is said of it to
// those who hear the page.
type cellView struct{ Text, Href, Says string }

// report shows the report on repayment claims.
func (s *Server) report(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.reportAsked(f)
	status := http.StatusOK
	v := reportView{Interrupted: f.interrupted()}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := s.fillReport(c, f, q, &v); err != nil {
		return err
	}
	v.page = s.page(c, c.text("report.title"), "/report")
	v.AsOf = c.asked.dayField("as_of", q.asOf.String())
	v.Known = c.asked.knownField(q.known)
	v.By = choiceField{Name: "by", Label: c.text("field.by"), Error: c.asked.problem("by"), Options: []option{
		{"total", c.text("by.total"), !q.byBenefit}, {"benefit", c.text("by.benefit"), q.byBenefit}}}
	v.Readings = c.asked.readings(q.choice)
	v.Deviating, v.OpenReadings = len(q.choice), len(q.choice) > 0
	for _, r := range v.Readings {
		v.OpenReadings = v.OpenReadings || r.Field != nil && r.Field.Error != ""
	}
	return c.render(status, "report", v)
}

// compute makes the report itself.
func compute(f *facts, q reportAsked) (*report.Recovery, error) {
	e, err := f.evaluator(q.choice)
	if err != nil {
		return nil, err
	}
	return report.NewRecovery(e, report.Query{AsOf: q.asOf, KnownAt: q.known.at, ByBenefit: q.byBenefit})
}

// recovery is the report for a page, kept from before where nothing has changed. What is
// asked for stands in it as this reader asked.
func (q reportAsked) recovery(ctx context.Context, f *facts) (*report.Recovery, error) {
	a, err := f.shown.get(ctx, f.shownKey(fmt.Sprint("report ", q.asOf, q.choice, q.byBenefit), q.known), func(a *workAnswer) (err error) {
		a.recovery, err = compute(f, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	r := *a.recovery
	r.KnownAt = q.known.at
	return &r, nil
}

func (s *Server) fillReport(c *call, f *facts, q reportAsked, v *reportView) error {
	r, err := q.recovery(c.r.Context(), f)
	if err != nil {
		return err
	}
	v.Ready, v.Balanced = true, r.Balanced()
	v.Ahead = q.asOf > q.known.at.Date()
	v.AsOfText, v.KnownText = c.text.longDay(q.asOf), c.text.knownText(q.known)
	b := tableBuilder{text: c.text, q: q, r: r}
	for _, t := range r.Tables(&r.Total, c.lang) {
		if t.ID == "identity_old" || t.ID == "identity_new" {
			v.Identities = append(v.Identities, b.identity(&t))
		} else {
			v.Tables = append(v.Tables, b.table(&t))
		}
	}
	if q.byBenefit {
		v.Benefits = b.byBenefit(c.lang)
	}
	if v.Chart, err = reportChart(c, f, q); err != nil {
		return err
	}
	v.SeriesHref = link("/series", append([]string{"figure", "new_not_served", "known_at", knownParam(q.known.at)}, choicePairs(q.choice)...)...)
	for _, d := range downloads {
		v.Downloads = append(v.Downloads, downloadLink{link("/report."+d.ending, q.pairs()...), d.label})
	}
	return nil
}

// tableBuilder turns tables of the report into views.
type tableBuilder struct {
	text translate
	q    reportAsked
	r    *report.Recovery
}

func (b *tableBuilder) table(t *report.Table) tableView {
	v := tableView{ID: t.ID, Title: t.Title, Note: t.Note, Corner: t.Corner, Columns: t.Columns}
	for _, row := range t.Rows {
		view := rowView{Label: row.Label, Part: row.Part}
		for i, value := range row.Values {
			view.Cells = append(view.Cells, b.cell(value, row.Label+", "+t.Columns[i]))
		}
		v.Rows = append(v.Rows, view)
	}
	return v
}

// cell is a value as a link to the claims behind it.
func (b *tableBuilder) cell(v report.Value, what string) cellView {
	if v.Blank {
		if v.Unit == report.Percent && v.Figure != "new_near_limitation" {
			return cellView{Says: b.text("cell.noshare")}
		}
		return cellView{Text: "–", Says: b.text("cell.none")}
	}
	return cellView{Text: v.Text(), Href: b.open(v), Says: b.text("cell.says."+string(v.Unit), what)}
}

// open is the address of the claims behind a value.
func (b *tableBuilder) open(v report.Value) string {
	figure, ok := indicator.FigureByID(v.Figure)
	if !ok {
		return ""
	}
	span := b.r.Columns[v.Column].Span
	pairs := []string{"figure", v.Figure}
	if figure.Sort == indicator.Stock {
		pairs = append(pairs, "on", span.To.String())
	} else {
		pairs = append(pairs, "from", span.From.String(), "to", span.To.String())
	}
	return b.claims(pairs, v.Benefit)
}

func (b *tableBuilder) claims(pairs []string, of benefit.Code) string {
	pairs = append(pairs, "known_at", knownParam(b.q.known.at), "benefit", of.String())
	pairs = append(pairs, choicePairs(b.q.choice)...)
	return link("/claims", append(pairs, "report", b.q.asOf.String())...)
}

// identity is a table that accounts for the stock. Its stocks can be opened; its
// causes are changes, which no list of claims stands for.
func (b *tableBuilder) identity(t *report.Table) tableView {
	v := tableView{ID: t.ID, Title: t.Title, Note: t.Note, Corner: t.Corner, Columns: t.Columns}
	regime := "old"
	if t.ID == "identity_new" {
		regime = "new"
	}
	for n, row := range t.Rows {
		view := rowView{Label: row.Label, Part: row.Part}
		opening, closing := n == 0, n == len(t.Rows)-2
		if n == len(t.Rows)-1 {
			view.Class = "row--difference"
		}
		for i, value := range row.Values {
			cell := cellView{Text: value.Text()}
			if opening || closing {
				on := b.r.Columns[value.Column].Span.To
				if opening {
					on = b.r.Columns[value.Column].Span.From - 1
				}
				cell.Href = b.claims([]string{"figure", regime, "on", on.String()}, benefit.None)
				cell.Says = b.text("cell.says."+string(value.Unit), row.Label+", "+t.Columns[i])
			}
			view.Cells = append(view.Cells, cell)
		}
		v.Rows = append(v.Rows, view)
	}
	return v
}

// benefitTable is one figure with a row for each benefit.
type benefitTable struct {
	ID, Title string
	Groups    []string // what each three columns hold
	Columns   []string // the periods, once for each group
	Rows      []rowView
	Sum       rowView
}

// byBenefit turns the parts of the report about: a table a figure, a row a
// benefit, with the same values.
func (b *tableBuilder) byBenefit(l report.Language) []benefitTable {
	var tables []benefitTable
	at := map[string]int{}
	add := func(p *report.Part) {
		for _, t := range b.r.Tables(p, l) {
			for _, row := range t.Rows {
				figure := row.Values[0].Figure
				if figure == "" {
					continue
				}
				if _, ok := at[figure]; !ok {
					at[figure] = len(tables)
					tables = append(tables, b.emptyTable(figure))
				}
				b.addValues(&tables[at[figure]], p, row)
			}
		}
	}
	add(&b.r.Total)
	for i := range b.r.Benefits {
		add(&b.r.Benefits[i])
	}
	for i := range tables {
		tables[i].Sum, tables[i].Rows = tables[i].Rows[0], tables[i].Rows[1:]
	}
	return tables
}

func (b *tableBuilder) emptyTable(figure string) benefitTable {
	f, _ := indicator.FigureByID(figure)
	t := benefitTable{ID: figure, Title: b.text.figure(f), Groups: []string{b.text("unit.claims")}}
	if f.Of != "" {
		t.Groups = append(t.Groups, b.text("unit.share"))
	}
	t.Groups = append(t.Groups, b.text("unit.million"))
	if f.Of != "" {
		t.Groups = append(t.Groups, b.text("unit.share.amount"))
	}
	for range t.Groups {
		for _, c := range b.r.Columns {
			t.Columns = append(t.Columns, c.Label())
		}
	}
	return t
}

// addValues puts a part's line behind the values the part has in the table.
func (b *tableBuilder) addValues(t *benefitTable, p *report.Part, row report.Row) {
	name := b.text.benefit(p.Benefit)
	if n := len(t.Rows); n == 0 || t.Rows[n-1].Label != name {
		t.Rows = append(t.Rows, rowView{Label: name})
	}
	last := &t.Rows[len(t.Rows)-1]
	for _, v := range row.Values {
		if v.Unit == report.Percent && !row.Part {
			continue
		}
		cell := b.cell(v, name+", "+t.Title+", "+b.r.Columns[v.Column].Label())
		last.Cells = append(last.Cells, cell)
	}
}

// reportDownload sends the whole report in another form.
func (s *Server) reportDownload(c *call, d download) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.reportAsked(f)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	r, err := compute(f, q)
	if err != nil {
		return err
	}
	// What is taken away from here hides small numbers; the limit is that of today.
	today := s.now()
	limit, err := f.columns.LawBook().Parameters(today).Value(statute.SmallCellLimit, today.Date())
	if err != nil {
		return err
	}
	if err := r.HideSmall(limit.Int64); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := r.Write(&b, d.format, c.lang); err != nil {
		return fmt.Errorf("write the report as %s: %w", d.format, err)
	}
	c.attach(d.contentType, "balans-rapport-"+q.asOf.String()+"-kand-"+q.known.at.Date().String()+"."+d.ending)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = c.w.Write(b.Bytes())
	return nil
}
