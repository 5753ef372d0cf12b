package staff

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/access"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/inquiry"
)

// followupView is what a unit manager follows.
type followupView struct {
	page
	Lead             string
	From, To, People field
	Unit             choiceField
	Figures          []caseFigure
	Open             []openRow
	Ages             []string
	Benefits         []benefitRow
	Rows             []caseRow
	Caption, Empty   string
	List             bool // one of the numbers has been opened
	Note, CSV, Cases string
	More             string
}

// countCell is a number that opens its cases.
type countCell struct{ Count, Href, Says string }

type openRow struct {
	State, Step string
	All         countCell
	Ages        []countCell
}

type benefitRow struct {
	Name  string
	Cells []countCell
}

// followLists are the lists of cases behind the numbers.
var followLists = []string{"inflow", "decided", "ended", "auto", "goal", "rejected", "open"}

// followAsked is what was asked of follow-up.
type followAsked struct {
	period  calendar.Period
	unit    string
	people  int // full-time persons, in hundredths; 0 not known
	list    string
	benefit benefit.Code
	state   string
	step    string
	age     string // the group of age, from "0"; "" all
}

// caseUnits is the units that have cases, in the order of the alphabet.
func caseUnits(n *controlling) (units []string) {
	for _, x := range n.cases {
		if x.Unit != "" && !slices.Contains(units, x.Unit) {
			units = append(units, x.Unit)
		}
	}
	slices.Sort(units)
	return units
}

func (c *call) followAsked(units []string) followAsked {
	a, on := c.asked, c.asked.today()
	q := followAsked{period: calendar.Period{From: a.day("from", on.AddDays(-29)), To: a.day("to", on)}, unit: a.get("unit"), state: a.get("state"), step: a.get("step"), age: a.get("age"), benefit: a.benefit()}
	if q.period.To < q.period.From {
		a.wrong("to", "followup.no.order", q.period.To, q.period.From)
	}
	if q.unit != "" && !slices.Contains(units, q.unit) {
		a.wrong("unit", "error.option", a.text("followup.unit"), q.unit)
	}
	q.list = a.oneOf("list", append([]string{""}, followLists...)...)
	if text := a.get("people"); text != "" {
		n, ok := hundredthsOf(text)
		if !ok {
			a.wrong("people", "followup.no.people", text)
		}
		q.people = n
	}
	return q
}

// hundredthsOf reads "4" or "4,5" as hundredths, above 0 and at most ten thousand.
func hundredthsOf(s string) (n int, ok bool) {
	whole, part, _ := strings.Cut(strings.ReplaceAll(s, ".", ","), ",")
	if whole == "" || len(whole) > 5 || len(part) > 2 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(whole + (part + "00")[:2])
	return n, err == nil && n > 0 && n <= 1_000_000
}

// pairs are the question for an address, without a list.
func (q followAsked) pairs(more ...string) []string {
	people := ""
	if q.people > 0 {
		people = caseHundredthsText(q.people)
	}
	return append([]string{"from", q.period.From.String(), "to", q.period.To.String(), "unit", q.unit, "people", people}, more...)
}

func (q followAsked) href(more ...string) string { return link("/followup", q.pairs(more...)...) }

// followup counts cases of a period; every number opens its cases.
func (s *Server) followup(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	o, err := s.office(c.r.Context())
	if err != nil {
		return err
	}
	t, a := c.text, c.asked
	units := caseUnits(n)
	q := c.followAsked(units)
	goal, known := goalDays(o, q.period.To)
	v := followupView{Lead: t("followup.lead", t.period(q.period)), CSV: link("/followup.csv", q.pairs()...)}
	v.From, v.To = a.dayField("from", q.period.From.String()), a.dayField("to", q.period.To.String())
	v.Unit = choiceField{Name: "unit", Label: t("followup.unit"), Error: a.problem("unit"), Options: []option{{"", t("assignments.unit.all"), q.unit == ""}}}
	for _, unit := range units {
		v.Unit.Options = append(v.Unit.Options, option{unit, unit, unit == q.unit})
	}
	v.People = field{Name: "people", Label: t("followup.people"), Help: t("followup.people.help"), Type: "text", Value: a.get("people"), Error: a.problem("people")}
	status := http.StatusBadRequest
	if len(a.problems) == 0 {
		status = http.StatusOK
		f := n.inquiries.Count(q.period, q.unit, goal)
		v.figures(t, q, f, goal, known)
		v.open(t, q, f)
		v.benefits(t, q, f)
		v.list(c, o, q, f, goal)
	}
	if !known {
		v.Note = t("followup.nogoal")
	}
	if c.user.mayUse(readCase) {
		v.Cases = "/inquiries"
	}
	v.page = s.page(c, t("followup.title"), "/followup")
	return c.render(status, "followup", v)
}

// goalDays is within how many days of the signal a case is to be decided, where the agency
// has set it.
func goalDays(o *inquiry.Office, on calendar.Date) (days int, known bool) {
	v, err := o.Parameters.Value(statute.DecisionGoalDays, on)
	return int(v.Int64), err == nil
}

// figures are the numbers of the period.
func (v *followupView) figures(t translate, q followAsked, f *inquiry.Figures, goal int, known bool) {
	add := func(label, text, list string) {
		v.Figures = append(v.Figures, caseFigure{label, text, q.href("list", list) + "#list"})
	}
	add(t("followup.inflow"), number(int64(len(f.Inflow))), "inflow")
	add(t("followup.decided"), number(int64(len(f.Decided))), "decided")
	add(t("followup.ended"), number(int64(len(f.Ended))), "ended")
	d := len(f.Decided)
	if d == 0 {
		return
	}
	add(t("followup.median"), t.days(f.Median), "decided")
	add(t("followup.ninety"), t.days(f.Ninetieth), "decided")
	if known {
		add(t("followup.goal", goal), caseShareText(f.InTime, d), "goal")
	}
	add(t("followup.auto"), caseShareText(f.Auto, d), "auto")
	if f.Submitted > 0 {
		add(t("followup.rejected"), caseShareText(f.Rejected, f.Submitted), "rejected")
	}
	if each, ok := f.PerPerson(q.people); ok {
		add(t("followup.each"), caseHundredthsText(each), "decided")
	}
}

// open is the cases that are open, by where they stand and how old they are.
func (v *followupView) open(t translate, q followAsked, f *inquiry.Figures) {
	for _, most := range inquiry.AgeLimits {
		v.Ages = append(v.Ages, t("followup.age", most))
	}
	v.Ages = append(v.Ages, t("followup.older", inquiry.AgeLimits[len(inquiry.AgeLimits)-1]))
	for _, x := range f.Open {
		row := openRow{State: t.caseState(x.State)}
		if x.Step != "" {
			row.Step = t("inquiry.step." + string(x.Step))
		}
		cell := func(n int, more ...string) countCell {
			return newCountCell(n, q.href(append([]string{"list", "open", "state", string(x.State), "step", cmp.Or(string(x.Step), "none")}, more...)...), row.State+" "+row.Step)
		}
		row.All = cell(len(x.Cases))
		for i, n := range x.Ages {
			row.Ages = append(row.Ages, cell(n, "age", strconv.Itoa(i)))
		}
		v.Open = append(v.Open, row)
	}
}

func newCountCell(n int, href, says string) countCell {
	c := countCell{Count: number(int64(n)), Says: says}
	if n > 0 {
		c.Href = href + "#list"
	}
	return c
}

// benefitLists are the columns of the table by benefit.
var benefitLists = []string{"inflow", "decided", "ended", "open"}

func (v *followupView) benefits(t translate, q followAsked, f *inquiry.Figures) {
	codes, counts := byBenefit(f)
	for i, code := range codes {
		row := benefitRow{Name: t.benefit(code)}
		for k, list := range benefitLists {
			row.Cells = append(row.Cells, newCountCell(int(counts[i][k]), q.href("list", list, "benefit", code.String()), row.Name+", "+t("followup."+list)))
		}
		v.Benefits = append(v.Benefits, row)
	}
}

// byBenefit counts the cases of benefitLists for each benefit that has any.
func byBenefit(f *inquiry.Figures) (codes []benefit.Code, counts [][]int64) {
	for _, code := range benefit.All() {
		row := make([]int64, len(benefitLists))
		for k, list := range benefitLists {
			for _, x := range casesOf(f, list, 0) {
				if x.Benefit == code {
					row[k]++
				}
			}
		}
		if slices.Max(row) > 0 {
			codes, counts = append(codes, code), append(counts, row)
		}
	}
	return codes, counts
}

// casesOf is the cases of a list. goal is that of the period, in days.
func casesOf(f *inquiry.Figures, list string, goal int) (all []*inquiry.Summary) {
	decided := func(keep func(*inquiry.Summary) bool) []*inquiry.Summary {
		return slices.DeleteFunc(slices.Clone(f.Decided), func(x *inquiry.Summary) bool { return !keep(x) })
	}
	switch list {
	case "inflow":
		return f.Inflow
	case "decided":
		return f.Decided
	case "ended":
		return f.Ended
	case "auto":
		return decided(func(x *inquiry.Summary) bool { return x.Auto })
	case "goal":
		return decided(func(x *inquiry.Summary) bool { return int(x.Decided-x.Opened) <= goal })
	case "rejected":
		return decided(func(x *inquiry.Summary) bool { return x.Rejected > 0 })
	}
	for i := range f.Open {
		all = append(all, f.Open[i].Cases...)
	}
	return all
}

// list shows the cases behind one of the numbers. Who may not read cases sees their numbers.
func (v *followupView) list(c *call, o *inquiry.Office, q followAsked, f *inquiry.Figures, goal int) {
	if q.list == "" {
		return
	}
	t := c.text
	var rows []*inquiry.Summary
	for _, x := range casesOf(f, q.list, goal) {
		switch {
		case q.benefit.IsKnown() && x.Benefit != q.benefit, q.state != "" && string(x.State) != q.state, q.step != "" && cmp.Or(string(x.Step), "none") != q.step,
			q.age != "" && strconv.Itoa(inquiry.AgeGroup(int(q.period.To-x.Opened))) != q.age:
			continue
		}
		rows = append(rows, x)
	}
	slices.SortFunc(rows, caseOrder("age", c.asked.today()))
	v.List, v.Empty = true, t("inquiries.none")
	name := "followup." + q.list
	if t.has("followup.list." + q.list) {
		name = "followup.list." + q.list
	}
	v.Caption = t("followup.list", t(name), number(int64(len(rows))))
	from := min(max(0, intOf(c.asked.get("after"))), len(rows))
	for _, x := range rows[from:min(len(rows), from+mostCases)] {
		row := caseRowOf(t, o, x, c.asked.today())
		if !c.user.mayUse(readCase) {
			row.Href = ""
		}
		v.Rows = append(v.Rows, row)
	}
	if from+mostCases < len(rows) {
		v.More = q.href("list", q.list, "benefit", q.benefit.String(), "state", q.state, "step", q.step, "age", q.age, "after", strconv.Itoa(from+mostCases)) + "#list"
	}
}

// followupCSV sends the counts by benefit. What leaves hides small numbers, and as many others
// as it takes that they cannot be worked out.
func (s *Server) followupCSV(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	o, err := s.office(c.r.Context())
	if err != nil {
		return err
	}
	q := c.followAsked(caseUnits(n))
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	limit, err := o.Parameters.Value(statute.SmallCellLimit, c.asked.today())
	if err != nil {
		return err
	}
	codes, counts := byBenefit(n.inquiries.Count(q.period, q.unit, 0))
	t := sheetTable{names: append([]string{"from", "to", "unit", "benefit"}, benefitLists...)}
	if len(codes) > 0 {
		hidden, err := access.Suppress(access.Table{Cells: counts, Down: true}, limit.Int64)
		if err != nil {
			return err
		}
		row := func(name string, counts []int64, hide []bool) {
			one := []any{q.period.From, q.period.To, q.unit, name}
			for k, n := range counts {
				if hide[k] {
					one = append(one, "..")
				} else {
					one = append(one, int(n))
				}
			}
			t.rows = append(t.rows, one)
		}
		sums := make([]int64, len(benefitLists))
		for i, code := range codes {
			for k, n := range counts[i] {
				sums[k] += n
			}
			row(code.String(), counts[i], hidden.Cells[i])
		}
		row("", sums, hidden.Down)
	}
	return c.sendTable(&t, downloads[0], "balans-uppfoljning-"+q.period.From.String()+"-"+q.period.To.String())
}

// caseShareText is a part of a whole in percent with one decimal.
func caseShareText(part, whole int) string {
	tenths, ok := money.Share(int64(part)*10, int64(whole))
	if !ok {
		return "–"
	}
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10) + " %"
}

func caseHundredthsText(n int) string { return strings.TrimSuffix(sharePercent(int32(n)), " %") }
