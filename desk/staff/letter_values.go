package staff

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

// lineValue is a value that was read from a line of a letter.
type lineValue struct {
	Name string
	Text string     // empty when the line itself is the value
	See  []lineLink // lines that say more of the same
}

// lineLink leads to a line of a letter.
type lineLink struct {
	Href, Text string
	line       int
}

// onPage is the link to a line on the same page.
func (t translate) onPage(line int) lineLink {
	return lineLink{"#" + lineID(line), t("letter.line", line), line}
}

// lineValues gathers what a letter's lines give, by the line.
type lineValues struct {
	t     translate
	l     *directive.Letter
	inUse bool // the books and the register of assignments are made of it
	by    map[int][]lineValue
}

// valuesOf is what every line of the letter was read as, by its number.
func valuesOf(t translate, e *directive.Edition) map[int][]lineValue {
	v := &lineValues{t: t, l: e.Letter, inUse: e.Confirmed != 0, by: map[int][]lineValue{}}
	v.head()
	v.goals()
	v.assignments()
	v.money()
	v.tables()
	v.plan()
	v.fees()
	v.end()
	return v.by
}

// add notes a value. Its words are joined with commas, the empty ones left out.
func (v *lineValues) add(line int, key string, words ...string) {
	if line <= 0 {
		return // concluded, and stands nowhere
	}
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	value := lineValue{Name: v.t(key), Text: strings.Join(words, ", ")}
	if !slices.ContainsFunc(v.by[line], func(o lineValue) bool { return o.Name == value.Name && o.Text == value.Text }) {
		v.by[line] = append(v.by[line], value) // a forecast day is one of the occasions too
	}
}

// see adds a link to the value that was last noted on the line.
func (v *lineValues) see(line, other int) {
	if all := v.by[line]; len(all) > 0 && other > 0 && other != line {
		last := &all[len(all)-1]
		last.See = append(last.See, v.t.onPage(other))
	}
}

// open adds a link to the page of what the value is, when the letter is in use.
func (v *lineValues) open(line int, href, text string) {
	if all := v.by[line]; len(all) > 0 && v.inUse {
		last := &all[len(all)-1]
		last.See = append(last.See, lineLink{Href: href, Text: text})
	}
}

// sum is an amount in kronor. What is empty or cannot be read is said, and never 0.
func (t translate) sum(s directive.Sum) string {
	switch {
	case s.Known:
		return s.Amount.Kronor() + "\u00a0" + t("unit.kr")
	case s.Printed != "":
		return t("letter.sum.unread", s.Printed)
	}
	return t("letter.sum.none")
}

// sumAt is the line of an amount, or that of the row it stands in.
func sumAt(s directive.Sum, row int) int {
	if s.Line > 0 {
		return s.Line
	}
	return row
}

// head names what stands above the title. The letter as data has no lines for it, so a
// line gives what is printed on it.
func (v *lineValues) head() {
	l := v.l
	for _, line := range l.Text {
		if line.No >= l.Line || line.Role != directive.Value {
			continue
		}
		text := strings.TrimSpace(line.Text)
		if text == l.Department && text != "" {
			v.add(line.No, "letter.value.department")
		}
		if text == l.Number && text != "" {
			v.add(line.No, "letter.value.number")
		}
		if l.Decided != calendar.None && strings.Contains(text, l.Decided.String()) {
			v.add(line.No, "letter.value.decided", l.Decided.String())
		}
		for _, number := range l.Diary {
			if strings.Contains(text, number) {
				v.add(line.No, "letter.value.diary", number)
			}
		}
	}
	amends := ""
	if l.Amends {
		amends = v.t("letter.amends")
	}
	v.add(l.Line, "letter.value.title", l.Agency, v.t("letter.budgetyear", l.Year), amends)
	for _, d := range l.Riksdag {
		area := ""
		if d.Area > 0 {
			area = "UO" + strconv.Itoa(d.Area)
		}
		v.add(d.Line, "letter.value.riksdag", prefixed("prop. ", d.Bill), area, prefixed("bet. ", d.Bet), prefixed("rskr. ", d.Rskr))
	}
}

// prefixed is the text after its prefix, or nothing where there is none.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

func (v *lineValues) goals() {
	for _, g := range v.l.Goals {
		none := ""
		if len(g.Reporting) == 0 {
			none = v.t("letter.noreporting")
		}
		v.add(g.Line, "letter.value.goal", g.Title, none)
		v.entry(g.Line, g.ID, g.Deadlines)
		v.passages("letter.value.goaltext", g.Text)
		v.passages("letter.value.reporting", g.Reporting)
	}
	for _, q := range v.l.Requirements {
		v.add(q.Line, "letter.value.requirement", q.Title)
		v.entry(q.Line, q.ID, q.Deadlines)
		v.passages("letter.value.reporting", q.Text)
	}
}

// entry notes the deadlines of a goal or requirement, which make it an entry of the
// register of assignments.
func (v *lineValues) entry(line int, id string, due []directive.Deadline) {
	if len(due) > 0 && id != "" {
		v.open(line, link("/assignment", "id", id), v.t("letter.open.assignment", id))
	}
	for i := range due {
		v.deadline(&due[i])
	}
}

func (v *lineValues) passages(key string, all []directive.Passage) {
	for _, p := range all {
		v.add(p.Line, key)
	}
}

func (v *lineValues) assignments() {
	for i := range v.l.Assignments {
		v.assignment(&v.l.Assignments[i], "letter.value.assignment")
	}
	for i := range v.l.Earlier {
		v.assignment(&v.l.Earlier[i], "letter.value.earlier")
	}
	for _, d := range v.l.Occasions {
		v.deadline(&d)
	}
}

func (v *lineValues) assignment(a *directive.Assignment, key string) {
	t := v.t
	continuous, undated := "", ""
	if a.Continuous {
		continuous = t("letter.continuous")
	}
	if len(a.Deadlines) == 0 {
		undated = t("letter.undated")
	}
	v.add(a.Line, key, a.ID, a.Group, strings.Join(a.Basis, ", "), t.some("letter.with", strings.Join(a.With, ", ")),
		t.some("letter.to", strings.Join(a.To, ", ")), t.some("letter.coordinator", a.Coordinator), continuous, undated)
	v.open(a.Line, link("/assignment", "id", a.ID), v.t("letter.open.assignment", a.ID))
	v.passages("letter.value.assignmenttext", a.Text)
	for i := range a.Deadlines {
		v.deadline(&a.Deadlines[i])
	}
}

// some is the text of the key with its argument, or nothing without one.
func (t translate) some(key, arg string) string {
	if arg == "" {
		return ""
	}
	return t(key, arg)
}

func (v *lineValues) deadline(d *directive.Deadline) {
	v.add(d.Line, "letter.value.deadline", v.t.deadline(d))
}

// deadline is when something is due and to whom. A year that the letter does not print
// is told to be concluded; the English words of package directive do so already.
func (t translate) deadline(d *directive.Deadline) string {
	text := t.either(d.Swedish(), d.Text())
	if d.Inferred && t("language") == "sv" {
		text += " " + t("letter.inferred")
	}
	return text + prefixed(", ", t.some("letter.to", strings.Join(d.To, ", ")))
}

func (v *lineValues) money() {
	for i := range v.l.Appropriations {
		a := &v.l.Appropriations[i]
		v.add(a.Line, "letter.value.appropriation", "UO"+strconv.Itoa(a.Area)+" "+a.Number, a.Name, a.Kind)
		for j := range a.Groups {
			g := &a.Groups[j]
			v.add(g.Line, "letter.value.disposer", g.Disposer, v.t.sum(g.Amount))
			for k := range g.Items {
				v.item(&g.Items[k], "letter.value.item")
			}
		}
		v.conditions(a.Conditions)
	}
}

func (v *lineValues) item(item *directive.Item, key string) {
	v.add(item.Line, key, string(item.ID), item.Name, v.t.sum(item.Amount))
	if v.isBooked(item.ID) {
		v.open(item.Line, link("/appropriation", "item", string(item.ID), "year", strconv.Itoa(v.l.Year)), v.t("letter.open.item", item.ID))
	}
	if f := v.l.Frame(item.ID); f != nil {
		v.add(item.Line, "letter.value.credit", v.t.sum(f.Credit))
		v.see(item.Line, f.Line)
	}
	v.conditions(item.Conditions)
	if p := item.Pension; p != nil {
		v.add(sumAt(p.Preliminary, p.Line), "letter.value.preliminary", strconv.Itoa(p.Year), v.t.sum(p.Preliminary))
		floored := ""
		if p.Floored {
			floored = v.t("letter.floored")
		}
		v.add(sumAt(p.Regulation, p.Line), "letter.value.regulation", strconv.Itoa(p.RegulationYear), v.t.sum(p.Regulation), floored)
	}
	for i := range item.Parts {
		v.item(&item.Parts[i], "letter.value.part")
	}
}

// isBooked reports whether the books have the item: they have no parts of items.
func (v *lineValues) isBooked(id directive.ItemID) bool { return v.l.Item(id) != nil }

func (v *lineValues) conditions(all []directive.Condition) {
	for i := range all {
		c := &all[i]
		amount := ""
		if c.Amount.Known || c.Amount.Printed != "" {
			amount = v.t.sum(c.Amount)
		}
		v.add(c.Line, "letter.value.condition", v.t.either(c.Kind.Word(), string(c.Kind)), amount, c.Agency, c.Purpose)
		for j := range c.Deadlines {
			v.deadline(&c.Deadlines[j])
		}
	}
}

func (v *lineValues) tables() {
	t := v.t
	for _, f := range v.l.Frames {
		v.add(f.Line, "letter.value.frame", string(f.Item), t("letter.frame.credit", t.sum(f.Credit)),
			t.some("letter.frame.carryover", f.CarryOver), t("letter.frame.withdrawn", t.sum(f.Withdrawn)))
		if item := v.l.Item(f.Item); item != nil {
			v.see(f.Line, item.Line)
		}
	}
	for _, c := range v.l.Closed {
		v.add(c.Line, "letter.value.closed", string(c.Item), c.Kind)
	}
	for _, a := range v.l.Authorisations {
		end := ""
		if a.End > 0 {
			end = t("letter.lastyear", a.End)
		}
		v.add(a.Line, "letter.value.authorisation", string(a.Item), t.sum(a.Frame), end)
		for _, y := range a.Years {
			if !y.Sum.Known && y.Sum.Printed == "" {
				continue
			}
			year := strconv.Itoa(y.Year)
			if y.Onwards {
				year = t("letter.onwards", y.Year)
			}
			v.add(sumAt(y.Sum, a.Line), "letter.value.due", year, t.sum(y.Sum))
		}
	}
	for _, n := range v.l.Loans {
		v.add(n.Line, "letter.value.loan", t("letter.loan."+strings.ReplaceAll(string(n.Kind), " ", "")), n.Purpose, t.sum(n.Sum))
	}
}

func (v *lineValues) plan() {
	p := &v.l.Plan
	for _, pay := range p.Payments {
		v.add(pay.Line, "letter.value.payment", dayText(pay.Date), v.t.sum(pay.Sum))
	}
	if p.Total.Line > 0 {
		v.add(p.Total.Line, "letter.value.plantotal", v.t.sum(p.Total))
	}
}

func (v *lineValues) fees() {
	rows := slices.Clone(v.l.Fees.Rows)
	if total := v.l.Fees.Total; total != nil {
		rows = append(rows, *total)
	}
	for i := range rows {
		r := &rows[i]
		words := []string{r.Activity, r.Group}
		for _, column := range []struct {
			key string
			sum directive.Sum
		}{{"letter.fee.before", r.Before}, {"letter.fee.last", r.Last}, {"letter.fee.income", r.Income}, {"letter.fee.cost", r.Cost},
			{"letter.fee.result", r.Result}, {"letter.fee.after", r.After}} {
			words = append(words, v.t(column.key, v.t.sum(column.sum)))
		}
		v.add(r.Line, "letter.value.fee", words...)
	}
}

func (v *lineValues) end() {
	v.passages("letter.value.target", v.l.FeeTargets)
	v.passages("letter.value.central", v.l.CentralAccount)
	v.passages("letter.value.signature", v.l.Signatures)
	v.passages("letter.value.copy", v.l.Copies)
}
