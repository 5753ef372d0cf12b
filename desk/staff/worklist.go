package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/worklist"
	"balans/steer/report"
)

// contradictions is the list whose rows say what contradicts what.
const contradictions = "contradictions"

// worklistAsked is which claims of a list are asked for.
type worklistAsked struct {
	workAsked
	list    *worklist.List
	benefit benefit.Code
	age     string // of ageNames; "" all
	months  int    // whole months left; -1 all
	page    int    // from 1
}

func (s *Server) worklistAsked(c *call, f *facts) worklistAsked {
	a := c.asked
	q := worklistAsked{workAsked: s.workAsked(c, f), benefit: a.benefit(), months: -1, page: 1}
	var ids []string
	for _, l := range worklist.Lists() {
		ids = append(ids, l.ID)
	}
	q.list, _ = worklist.ByID(a.oneOf("list", ids...))
	q.age = a.oneOf("age", append([]string{""}, ageNames[:]...)...)
	if value := a.get("months"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			a.wrong("months", "error.option", a.text("field.months"), value)
		} else {
			q.months = n
		}
	}
	if value := a.get("page"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			a.wrong("page", "error.page", value)
		} else {
			q.page = n
		}
	}
	return q
}

// pairs are the list's parameters for an address, without the page.
func (q worklistAsked) pairs() []string {
	months := ""
	if q.months >= 0 {
		months = strconv.Itoa(q.months)
	}
	return append(append([]string{"list", q.list.ID}, q.workAsked.pairs()...), "benefit", q.benefit.String(), "age", q.age, "months", months)
}

func (q worklistAsked) isFiltered() bool {
	return q.benefit.IsKnown() || q.age != "" || q.months >= 0
}

// rows are those of the list that were asked for, and their sum.
func (q worklistAsked) rows(f *facts, all []workRow) (rows []workRow, sum money.Amount, err error) {
	for i := range all {
		r := &all[i]
		if !q.holds(f, r) {
			continue
		}
		rows = append(rows, *r)
		if sum, err = money.Add(sum, r.owed); err != nil {
			return nil, 0, err
		}
	}
	return rows, sum, nil
}

func (q worklistAsked) holds(f *facts, r *workRow) bool {
	if q.benefit.IsKnown() && f.columns.Benefit(int(r.claim)) != q.benefit {
		return false
	}
	if q.age != "" {
		row := worklist.Row{Age: int(r.age)}
		if ageNames[row.AgeGroup()] != q.age {
			return false
		}
	}
	return q.months < 0 || worklist.MonthsLeft(q.on, r.since) == q.months
}

type worklistView struct {
	page
	On, Known    field
	Benefit, Age choiceField
	Hidden       []hidden

	Ready      bool
	Heading    string
	Lead       string
	Ahead      bool
	Law        string
	When       [][]string // the definition: one of these, all in it
	Since      string
	Propose    string
	Weights    []namedText // what the priority is made of; none on lists by age
	Months     []monthRow
	Collecting bool
	Conflicts  bool // a column says what contradicts what
	Count, Sum string
	Filtered   bool
	Reset      string
	SinceHead  string // "": no column
	AmountHead string // what the amount is: owed, but for lists that add up another
	AgeHead    string
	Columns    int
	Rows       []workView
	Range      string
	Paginator  *paginator
	Files      []downloadLink
}

// monthRow is the claims with so many months left.
type monthRow struct {
	Text, Owed string
	Claims     cellView
	Current    bool
}

// workView is a claim on the list.
type workView struct {
	ID, Href, Benefit, Decided, Since, Age, Owed, Score string
	Parts                                               []string // the score, part by part
	Conflicts                                           []string
}

// worklist shows the claims on one list.
func (s *Server) worklist(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := s.worklistAsked(c, f)
	status := http.StatusOK
	v := worklistView{Heading: c.text.either(q.list.Title[0], q.list.Title[1])}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c, f, q); err != nil {
		return err
	}
	v.page = s.page(c, v.Heading, "/worklists")
	v.Crumbs = []crumb{{link("/worklists", q.workAsked.pairs()...), c.text("worklists.title")}, {"", v.Heading}}
	v.On, v.Known = c.workFields(q.workAsked)
	v.Benefit = c.asked.benefitField(q.benefit, benefit.All())
	v.Age = choiceField{Name: "age", Label: c.text("field.age"), Error: c.asked.problem("age"), Options: []option{{"", c.text("worklist.age.all"), q.age == ""}}}
	for _, name := range ageNames {
		v.Age.Options = append(v.Age.Options, option{name, c.text("worklist.age." + name), q.age == name})
	}
	v.Hidden = []hidden{{"list", q.list.ID}}
	if q.months >= 0 {
		v.Hidden = append(v.Hidden, hidden{"months", strconv.Itoa(q.months)})
	}
	return c.render(status, "worklist", v)
}

func (v *worklistView) fill(c *call, f *facts, q worklistAsked) error {
	limits, err := worklist.LimitsOf(f.columns, q.query())
	if err != nil {
		return err
	}
	all, err := f.workRows(c.r.Context(), q.query(), q.list)
	if err != nil {
		return err
	}
	rows, sum, err := q.rows(f, all.rows)
	if err != nil {
		return err
	}
	t := c.text
	v.Ready, v.Ahead = true, q.on > q.known.at.Date()
	v.define(t, q.list, limits)
	v.Lead = t("worklist.lead", t.longDay(q.on), t.knownText(q.known))
	v.Count, v.Sum = number(int64(len(rows))), sum.String()
	v.Filtered = q.isFiltered()
	v.Reset = link("/worklist", append([]string{"list", q.list.ID}, q.workAsked.pairs()...)...)
	for _, g := range all.months {
		v.Months = append(v.Months, q.month(t, g))
	}
	v.AgeHead = t("column.days")
	if len(rows) > 0 && isAhead(rows, q) {
		v.AgeHead = t("column.days.left")
	}
	last := max(1, (len(rows)+pageSize-1)/pageSize)
	at := min(q.page, last)
	from, to := (at-1)*pageSize, min(at*pageSize, len(rows))
	if err := v.show(t, f, q, rows[from:to]); err != nil {
		return err
	}
	v.Range = t("claims.range", number(int64(min(from+1, to))), number(int64(to)), v.Count)
	v.Paginator = paginate(t, at, last, func(n int) string { return link("/worklist", append(q.pairs(), "page", strconv.Itoa(n))...) })
	for _, d := range worklistFiles {
		v.Files = append(v.Files, downloadLink{link("/worklist."+d.ending, q.pairs()...), d.label})
	}
	return nil
}

// isAhead reports whether the days are counted down to a day that lies ahead.
func isAhead(rows []workRow, q worklistAsked) bool {
	for i := range rows {
		if rows[i].since > q.on {
			return true
		}
	}
	return false
}

// define tells the definition in words.
func (v *worklistView) define(t translate, l *worklist.List, limits worklist.Limits) {
	if l.Law != "" {
		v.Law = l.Law.Citation()
	}
	for _, one := range l.Alternatives() {
		var words []string
		for _, x := range one {
			words = append(words, t.condition(x, limits))
		}
		v.When = append(v.When, words)
	}
	v.Columns = 5
	v.Since = t("worklist.since." + l.Since)
	if l.Since != "decided" { // which has a column anyhow
		v.SinceHead = t("worklist.head." + l.Since)
		v.Columns++
	}
	v.AmountHead = t("column.owed")
	if _, other := texts["worklist.amount."+l.ID]; other {
		v.AmountHead = t("worklist.amount." + l.ID)
	}
	if kind, ok := claim.ParseKind(l.Propose); ok {
		v.Propose = report.KindText(kind, report.Language(t("language")))
	}
	v.Collecting = l.Collecting
	v.Conflicts = l.ID == contradictions
	if l.Collecting {
		v.Columns += 2
	}
	if v.Conflicts {
		v.Columns++
	}
}

// condition is one word of a definition, with the value it compares with.
func (t translate) condition(x worklist.Condition, limits worklist.Limits) string {
	word := x.Word
	if x.Not {
		word = "not." + word
	}
	switch {
	case word == "older_than_not_served_days":
		return t("work."+word, limits.NotServedDays)
	case word == "near_bar":
		return t("work."+word, limits.NearBarMonths)
	case word == "breach_reached" && limits.BreachMissed == 0:
		return t("work." + word + ".unset")
	case word == "breach_reached":
		return t("work."+word, limits.BreachMissed)
	}
	return t("work." + word)
}

func (q worklistAsked) month(t translate, g worklist.MonthGroup) monthRow {
	text := t("worklist.months", g.Left)
	switch g.Left {
	case 0:
		text = t("worklist.months.0")
	case 1:
		text = t("worklist.months.1")
	}
	to := q
	to.months = g.Left
	return monthRow{Text: text, Owed: kronor(g.Owed), Current: q.months == g.Left,
		Claims: cellView{Text: number(int64(g.Claims)), Href: link("/worklist", to.pairs()...), Says: t("worklists.says", text)}}
}

// show fills the rows of one page, and reads the claims again for the parts of
// their scores.
func (v *worklistView) show(t translate, f *facts, q worklistAsked, rows []workRow) error {
	reader, err := worklist.NewReader(f.columns, q.on, q.known.at)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		at := int(r.claim)
		id := f.columns.ID(at)
		row := workView{ID: id, Benefit: t.benefit(f.columns.Benefit(at)), Decided: f.columns.DecidedOn(at).String(), Since: dayText(r.since),
			Href: link("/claims/"+url.PathEscape(id), "as_of", q.on.String(), "known_at", knownParam(q.known.at)),
			Age:  number(int64(r.age)), Owed: r.owed.String(), Score: number(int64(r.score))}
		x := reader.Read(at)
		if x != nil && v.Collecting {
			for _, p := range x.ScoreParts(f.columns.Origin(at)) {
				row.Parts = append(row.Parts, t("worklist.part", t("worklist.part."+p.Name), p.Points, p.Weight, p.Points*p.Weight))
				if i == 0 {
					v.Weights = append(v.Weights, namedText{t("worklist.part." + p.Name), t("worklist.how." + p.Name)})
				}
			}
		}
		if x != nil && v.Conflicts {
			row.Conflicts = x.Contradictions()
		}
		v.Rows = append(v.Rows, row)
	}
	return nil
}
